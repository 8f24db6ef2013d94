import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { closeRedis, redis as redisClient, redisReady } from "@/lib/kit/redis";
import { testDatabase } from "@/lib/kit/testing/database";
import { testRedis } from "@/lib/kit/testing/redis";
import { atServer, newClient, newDevice, newMember, signIn, type TestMember } from "@/server/testing/client";
import { handshakeRefusal, openLive, type Transport } from "@/server/testing/live-client";
import { codeOf, codeOfSignIn } from "@/server/testing/problems";
import { runCommand } from "@/server/testing/run-command";
import { sharedServer } from "@/server/testing/shared-server";
import { MOUNTS, testServer } from "@/server/testing/test-server";
import { WIDE_LIMITS } from "@/server/testing/wide-limits";

const database = testDatabase();
const redis = testRedis();
const TRANSPORTS: Transport[] = ["Socket.IO", "/ws"];
const REFUSED: Record<Transport, string> = { "Socket.IO": "websocket error", "/ws": "403" };

async function newAdmin(url: string): Promise<TestMember> {
  const boss = await newMember(url, "boss");
  await db().user.update({ where: { id: boss.id }, data: { role: "admin" } });
  return newDevice(url, boss);
}

describe.each(MOUNTS)("a blocked IP, API_MOUNT=%s", (mount) => {
  const server = sharedServer(mount);

  test("is turned away at every door, and the block counts it", async () => {
    const boss = await newAdmin(server().url);
    const ann = await newMember(server().url, "ann");
    const { body } = await boss.post<{ id: string }>("/api/v1/admin/ip-blocks", { range: ann.ip, reason: "test" });
    expect((await ann.get("/")).status).toBe(403);
    expect(codeOf(await ann.get("/api/v1/users/me"))).toBe("403 blocked");
    expect((await ann.get("/api/auth/csrf")).status).toBe(403);
    for (const transport of TRANSPORTS) {
      expect(await handshakeRefusal(openLive(transport, ann))).toBe(REFUSED[transport]);
    }
    const hits = async () => (await db().ipBlock.findUniqueOrThrow({ where: { id: body.id } })).hits;
    await expect.poll(hits).toBe(5);
    expect((await boss.delete(`/api/v1/admin/ip-blocks/${body.id}`)).status).toBe(204);
    expect((await ann.get("/api/v1/users/me")).status).toBe(200);
    for (const transport of TRANSPORTS) expect(await handshakeRefusal(openLive(transport, ann))).toBe("open");
  });
});

describe.skipIf(!redis)("over two processes (needs redis-server)", () => {
  const common = (limits: string) => () => ({
    DATABASE_URL: database.url,
    REDIS_URL: redis?.url ?? "",
    SECRET_KEY: "the same key in every process of one house",
    RATE_LIMITS: limits,
  });

  describe("what an admin sets at one", () => {
    const one = testServer(common(WIDE_LIMITS));
    const two = testServer(common(WIDE_LIMITS));
    let boss: TestMember;
    let ann: TestMember;
    let far: TestMember;
    beforeAll(async () => {
      boss = await newAdmin(one().url);
      ann = await newMember(one().url, "ann");
      far = atServer(ann, two().url);
    });

    test("cuts the connections of a blocked IP at both, and keeps it from coming back", async () => {
      const places = [ann, far].flatMap((member) => TRANSPORTS.map((transport) => ({ member, transport })));
      const lines = await Promise.all(places.map(({ member, transport }) => openLive(transport, member)));
      const { body } = await boss.post<{ id: string }>("/api/v1/admin/ip-blocks", {
        range: ann.ip,
        reason: "test",
      });
      await Promise.all(lines.map(({ closed }) => closed));
      for (const { member, transport } of places) {
        expect(await handshakeRefusal(openLive(transport, member))).toBe(REFUSED[transport]);
      }
      await boss.delete(`/api/v1/admin/ip-blocks/${body.id}`);
    });

    test("is lifted everywhere by the command for whoever is locked out", async () => {
      await boss.post("/api/v1/admin/ip-blocks", { range: ann.ip, reason: "a slip" });
      expect(codeOf(await far.get("/api/v1/users/me"))).toBe("403 blocked");
      const unblock = (...words: string[]) => runCommand(["unblock", ...words], common(WIDE_LIMITS)());
      expect(await unblock(ann.ip)).toEqual({ code: 0, said: `Lifted ${ann.ip}/32 (all): a slip` });
      for (const member of [ann, far]) expect((await member.get("/api/v1/users/me")).status).toBe(200);
      expect((await unblock(ann.ip)).said).toBe(`No block keeps ${ann.ip} out.`);
      expect((await unblock()).code).toBe(1);
      const entry = await db().auditEntry.findFirstOrThrow({ where: { actorName: "cli.unblock" } });
      expect(entry).toMatchObject({ action: "address_block.lifted", actorKind: "system" });
    });

    test("holds at the other as soon as it is answered", async () => {
      for (let n = 0; n < 5; n++) {
        const path = "/api/v1/admin/ip-blocks";
        const { body } = await boss.post<{ id: string }>(path, { range: ann.ip, reason: "test" });
        expect(codeOf(await far.get("/api/v1/users/me"))).toBe("403 blocked");
        await boss.delete(`${path}/${body.id}`);
        expect((await far.get("/api/v1/users/me")).status).toBe(200);
      }
      const limitOf = async () => {
        const { body } = await far.get<{ rateLimits: { limit: number }[] }>("/api/v1/rate-limits/me?rateLimit=chat");
        return body.rateLimits[0]?.limit;
      };
      for (let n = 1; n <= 5; n++) {
        const quota = { limit: 1_000 + n, windowSeconds: 60 };
        await boss.send("PUT", "/api/v1/admin/rate-limits", { json: { rateLimit: "chat", quota } });
        expect(await limitOf()).toBe(1_000 + n);
        const own = { userId: ann.id, rateLimit: "chat", limit: 2_000 + n, windowSeconds: 60 };
        await boss.send("PUT", "/api/v1/admin/rate-limits/overrides", { json: own });
        expect(await limitOf()).toBe(2_000 + n);
        await boss.delete(`/api/v1/admin/rate-limits/overrides/${ann.id}/chat`);
        expect(await limitOf()).toBe(1_000 + n);
      }
    });
  });

  describe("with the default limits", () => {
    const one = testServer(common(""));
    const two = testServer(common(""));
    beforeAll(async () => {
      overrideEnv({ REDIS_URL: redis?.url });
      await redisReady(redisClient() ?? expect.fail(), 10_000);
    });
    afterAll(closeRedis);

    /** As after five minutes: what was counted under `auth` and `login` is forgotten. */
    async function passFiveMinutes(): Promise<void> {
      const client = redisClient() ?? expect.fail();
      for (const rateLimit of ["auth", "login"]) {
        const keys = await client.keys(`throng:limit:${rateLimit}:*`);
        if (keys.length > 0) await client.del(keys);
      }
    }

    test("an IP is kept from signing in after fifteen failures, wherever they were counted", async () => {
      const near = newClient(one().url);
      const far = newClient(two().url, near.ip);
      const outcomes: (string | undefined)[] = [];
      const fail = async (n: number) => {
        outcomes.push(codeOfSignIn(await signIn(n % 2 ? near : far, { username: `nobody-${n}`, password: "wrong" })));
      };
      for (let n = 0; n < 11; n++) await fail(n);
      await passFiveMinutes();
      for (let n = 11; n < 16; n++) await fail(n);
      const failed = (times: number) => Array.from({ length: times }, () => "invalid_credentials");
      expect(outcomes).toEqual([...failed(10), "rate_limited", ...failed(5)]);
      const blocks = () => db().ipBlock.findMany({ where: { range: `${near.ip}/32` } });
      const automatic = { level: "sign_in", automatic: true };
      await expect.poll(blocks).toMatchObject([automatic]);
      const areRefused = async () => {
        await passFiveMinutes();
        const asked = await Promise.all([near, far].map((client) => signIn(client, { username: "x", password: "y" })));
        return asked.every((answer) => codeOfSignIn(answer) === "blocked");
      };
      await expect.poll(areRefused).toBe(true);
    });
  });
});
