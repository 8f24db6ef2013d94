import { describe, expect, test } from "vitest";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { type Answer, newClient, signOut, type TestMember } from "@/server/testing/client";
import { openLive } from "@/server/testing/live-client";
import { codeOf } from "@/server/testing/problems";
import { actionOf } from "@/server/testing/server-action";
import { storedDevice, storedMember } from "@/server/testing/stored-member";
import { testServer } from "@/server/testing/test-server";

const database = testDatabase();
const secret = "the key that the cookies of this test are made with";
/** As many as `auth` lets one IP do, which is ten, and one more. */
const MANY = 11;

describe("with the limits that nobody changed", () => {
  const server = testServer(() => ({ DATABASE_URL: database.url, SECRET_KEY: secret, RATE_LIMITS: "" }));
  const newMember = () => storedMember({ url: server().url, secret }, "ann");
  const at = (member: TestMember, ip: string) => ({ ...member, ...newClient(server().url, ip, member.jar) });

  const sessionOf = (member: TestMember) => db().session.findUniqueOrThrow({ where: { id: member.sessionId } });
  const isAlive = async (member: TestMember, cookie: string) =>
    (await newClient(server().url).get("/api/v1/users/me", { cookie })).status === 200 &&
    (await sessionOf(member)).endedAt === null;

  test("eleven members sign out from as many IPs, and every session is dead", async () => {
    for (let n = 0; n < MANY; n++) {
      const ann = await newMember();
      const cookie = ann.cookie();
      const line = await openLive("/ws", ann);
      expect(await isAlive(ann, cookie)).toBe(true);
      const answer = await signOut(ann);
      expect(answer.status).toBe(302);
      expect(answer.headers.get("ratelimit")).toMatch(/"auth";r=9;/);
      expect(await line.until("session:ended")).toEqual({ reason: "signed_out" });
      expect(await isAlive(ann, cookie)).toBe(false);
      expect(ann.jar.has("throng.session")).toBe(false);
      const entry = await db().auditEntry.findFirstOrThrow({ where: { action: "session.ended", targetId: ann.id } });
      expect(entry.ip).toBe(ann.ip);
    }
  });

  test("over the limit of an IP the endpoint refuses and changes nothing", async () => {
    const { ip } = newClient(server().url);
    const answers: Answer[] = [];
    let last = at(await newMember(), ip);
    answers.push(await signOut(last));
    for (let n = 1; n < MANY; n++) {
      last = at(await newMember(), ip);
      answers.push(await signOut(last));
    }
    expect(answers.map(({ status }) => status)).toEqual([...Array<number>(MANY - 1).fill(302), 429]);
    const refused = answers.at(-1) as Answer;
    expect(codeOf(refused)).toBe("429 rate_limited");
    expect(refused.body).toMatchObject({ rateLimit: "auth", retryAfter: Number(refused.headers.get("retry-after")) });
    expect(refused.headers.getSetCookie()).toEqual([]);
    expect(await isAlive(last, last.cookie())).toBe(true);
  });

  test("the button counts, and ends the session also over the limit of the IP", async () => {
    const { ip } = newClient(server().url);
    const ann = await newMember();
    for (const left of [9, 0]) {
      const device = at(await storedDevice({ url: server().url, secret }, ann), ip);
      const cookie = device.cookie();
      const pressed = await (await actionOf(device, "/settings"))();
      expect(pressed.headers.get("x-action-redirect")).toBe("/;push");
      expect(await isAlive(device, cookie)).toBe(false);
      expect(device.jar.has("throng.session")).toBe(false);
      for (let n = left; n > 0; n--) {
        const answer = await device.post("/api/auth/callback/credentials", {});
        expect(answer.headers.get("ratelimit")).toContain(`"auth";r=${n - 1};`);
      }
    }
    expect(codeOf(await signOut(at(ann, ip)))).toBe("429 rate_limited");
  });
});
