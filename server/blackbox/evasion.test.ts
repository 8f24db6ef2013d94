import { describe, expect, test } from "vitest";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { type Answer, newClient, newMember, signIn } from "@/server/testing/client";
import { openLive, refusalIn } from "@/server/testing/live-client";
import { newRoom } from "@/server/testing/rooms";
import { testServer } from "@/server/testing/test-server";

const database = testDatabase();
const limits = (...more: string[]) => ["auth=1000/1h,register=1000/1h,api=1000/1m", ...more].join(",");

/** How many requests pass the limit of an IP that names itself as `headers` say, one after the other. */
async function passing(url: string, headers: Record<string, string>[]): Promise<number> {
  const client = newClient(url);
  const statuses: number[] = [];
  for (const named of headers) statuses.push((await client.get("/api/v1/users/me", named)).status);
  expect(statuses.every((status) => status === 401 || status === 429)).toBe(true);
  return statuses.filter((status) => status === 401).length;
}

/** What a refused sign-in shows of the limits. */
const saidOf = ({ status, headers }: Answer) => [status, headers.get("ratelimit")?.replaceAll(/t=\d+/g, "t")];

const numbered = (count: number, name: (n: number) => Record<string, string>) =>
  Array.from({ length: count }, (_, n) => name(n));

describe("who is not a trusted proxy", () => {
  const server = testServer(() => ({
    DATABASE_URL: database.url,
    TRUSTED_PROXIES: "192.0.2.1",
    RATE_LIMITS: limits("general=5/1h"),
  }));

  test("gets no further request by naming other IPs", async () => {
    const headers = [
      ...numbered(20, (n) => ({ "x-forwarded-for": `203.0.113.${n}` })),
      ...numbered(5, (n) => ({ "x-forwarded-for": `203.0.113.${n}, 192.0.2.1` })),
      ...numbered(5, (n) => ({ forwarded: `for=203.0.113.${n}` })),
      ...["x-real-ip", "x-client-ip", "cf-connecting-ip", "true-client-ip", "x-throng-ip"].map((name) => ({
        [name]: "203.0.113.99",
      })),
    ];
    expect(await passing(server().url, headers)).toBe(5);
  });
});

describe("whoever comes through a trusted proxy", () => {
  const server = testServer(() => ({
    DATABASE_URL: database.url,
    RATE_LIMITS: limits("general=7/1h", "login=3/1h", "chat=6/1h"),
  }));
  const from = (ip: string) => ({ "x-forwarded-for": ip });

  test("gets no further request from a thousand IPs of one /64, and the next /64 has its own", async () => {
    const hosts = numbered(1_000, (n) => from(`2001:db8:7:7:${n.toString(16)}:${(n * 7).toString(16)}::${n + 1}`));
    expect(await passing(server().url, hosts)).toBe(7);
    expect(
      await passing(
        server().url,
        numbered(9, (n) => from(`2001:db8:7:8::${n}`)),
      ),
    ).toBe(7);
  });

  test.each([
    [
      "IPv4",
      ["203.0.113.9", "::ffff:203.0.113.9", "::FFFF:cb00:7109", "0:0:0:0:0:ffff:203.0.113.9", "203.0.113.9:8080"],
    ],
    [
      "IPv6",
      [
        "2001:db8:9::1",
        "2001:DB8:9::1",
        "2001:0db8:0009:0000:0000:0000:0000:0001",
        "[2001:db8:9::1]:443",
        "2001:db8:9:0::1",
      ],
    ],
  ])("gets no further request by spelling one %s IP otherwise", async (_version, spellings) => {
    const twice = [...spellings, ...spellings, ...spellings];
    expect(await passing(server().url, twice.map(from))).toBe(7);
  });

  test("gets no further request by names of its own left of the one the proxy wrote", async () => {
    const claims = numbered(20, (n) => from(`198.51.100.${n}, 203.0.113.40`));
    expect(await passing(server().url, claims)).toBe(7);
  });

  test("gets no further sign-in by writing an e-mail address otherwise", async () => {
    const ann = await newMember(server().url, "ann");
    const upper = ann.email.toUpperCase();
    const wide = ann.email.replace("a", "\uFF41");
    const client = newClient(server().url);
    const outcomes: number[] = [];
    for (const username of [ann.email, upper, ` ${ann.email} `, wide, upper.replace("A", "a")]) {
      const { status } = await signIn(client, { username, password: "not the password" });
      outcomes.push(status);
    }
    expect(outcomes).toEqual([302, 302, 302, 429, 429]);
  });

  test("gets no further sign-in by going from the user name to the e-mail address and back", async () => {
    const ann = await newMember(server().url, "ann");
    await db().user.update({ where: { id: ann.id }, data: { emailKey: ann.email, claimedEmailKey: null } });
    const tryAll = async (usernames: string[], ...passwords: string[]) => {
      const client = newClient(server().url);
      const wrong = [];
      for (const username of usernames) wrong.push(saidOf(await signIn(client, { username, password: "wrong" })));
      for (const password of passwords) {
        for (const username of usernames.slice(0, 2)) await signIn(client, { username, password });
      }
      return { wrong, isIn: client.jar.has("throng.session") };
    };
    const taken = await tryAll([ann.username, ann.email, ann.username], ann.password);
    expect(taken.isIn).toBe(false);
    const missing = await tryAll(["no-such-name", "nobody@example.org", "no-such-name"]);
    expect(taken.wrong).toEqual(missing.wrong);
    expect((await tryAll([ann.username, ann.email], ann.password)).isIn).toBe(true);
  });

  test("gets no further message by going from HTTP to either socket and back", async () => {
    const ann = await newMember(server().url, "ann");
    const roomId = await newRoom(ann);
    const lines = [await openLive("Socket.IO", ann), await openLive("/ws", ann)];
    const outcomes: string[] = [];
    for (let n = 0; n < 18; n++) {
      const message = { clientId: `c${n}`, body: "hello" };
      const line = lines[n % 3];
      if (line) outcomes.push(refusalIn(await line.send("message:send", { roomId, ...message })));
      else {
        const { status } = await ann.post(`/api/v1/rooms/${roomId}/messages`, message);
        outcomes.push(status === 201 ? "ok" : String(status));
      }
    }
    expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(6);
    for (const line of lines) line.close();
  });
});
