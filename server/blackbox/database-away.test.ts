// Begins first: its database is away for half a minute, twice.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { type Cable, layCable } from "@/server/testing/cable";
import { type Answer, newClient, newCredentials, newMember, type TestMember } from "@/server/testing/client";
import { dataOf, openLive } from "@/server/testing/live-client";
import { codeOf } from "@/server/testing/problems";
import { newRoom, say } from "@/server/testing/rooms";
import { type RunningServer, runServer } from "@/server/testing/run-server";
import { WIDE_LIMITS } from "@/server/testing/wide-limits";

/** How long the database is away. */
const AWAY_MS = 30_000;

const database = testDatabase();

let cable: Cable;
let server: RunningServer;

beforeAll(async () => {
  cable = await layCable(Number(new URL(database.url).port));
});
afterAll(() => cable.close());

/** Starts a server whose database is at the other end of the cable. */
async function start(): Promise<void> {
  const url = new URL(database.url);
  url.host = new URL(cable.url).host;
  server = await runServer({ env: { DATABASE_URL: url.href, RATE_LIMITS: WIDE_LIMITS, LOG_LEVEL: "info" } });
}

/** Asks for a mail that a job writes. */
const askForReset = (member: TestMember) =>
  newClient(server.url).post("/api/v1/auth/password-reset", { email: member.email });

/** The mails with a link for a new password that were written to a member so far. */
function resetsOf({ email }: TestMember): number {
  const outbox = join(server.dataDir, "outbox");
  const mails = existsSync(outbox) ? readdirSync(outbox).map((name) => readFileSync(join(outbox, name), "utf8")) : [];
  return mails.filter((mail) => mail.includes(`To: ${email}`) && mail.includes("Subject: Set a new password")).length;
}

const report = async (member: TestMember, what: string): Promise<string[]> => {
  const { status } = await member.post("/api/v1/users/me/events", { feature: "quiz", details: { what } });
  return status < 300 ? [what] : [];
};

const reportedBy = async ({ id }: TestMember): Promise<unknown[]> => {
  const rows = await db().activity.findMany({ where: { userId: id, feature: "quiz" } });
  return rows.map(({ details }) => (details as { what: string }).what).toSorted();
};

const pageOf = (member: TestMember, path: string) => member.get(path, { accept: "text/html" });

function expectNothingInside({ text }: Answer): void {
  expect(text).not.toMatch(/ECONN|127\.0\.0\.1|\bpg\b|prisma|postgres|DATABASE_|at \w+ \(/i);
}

async function expectRefusals(ann: TestMember, room: string): Promise<void> {
  const refused = [
    await ann.get(`/api/v1/rooms/${room}/messages`),
    await ann.post(`/api/v1/rooms/${room}/messages`, { clientId: "2", body: "lost?" }),
    await newClient(server.url).post("/api/v1/auth/register", newCredentials()),
    await newClient(server.url).get("/api/v1/ready"),
  ];
  for (const answer of refused) {
    expect(codeOf(answer)).toBe("503 unavailable");
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    expectNothingInside(answer);
  }
  const page = await pageOf(ann, `/rooms/${room}`);
  expect([page.status, page.headers.get("content-type")]).toEqual([503, "text/html; charset=utf-8"]);
  expect(Number(page.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(page.text).toContain("catching its breath");
  expect(page.text).not.toContain("<script");
  expectNothingInside(page);
}

describe.each([
  ["cannot be reached", () => cable.pull(), () => cable.plug()],
  ["does not answer any more", () => cable.freeze(), () => cable.thaw()],
])("while the database %s for half a minute", (_, leave, comeBack) => {
  beforeAll(start);
  afterAll(() => server.stop());

  test("says so at once, keeps what it acknowledged, and goes on by itself afterwards", async () => {
    const ann = await newMember(server.url, "ann");
    const room = await newRoom(ann);
    const line = await openLive("Socket.IO", ann);
    await line.send("room:join", { roomId: room });
    await say(ann, room, "before", "1");
    await line.until("message:new");
    await askForReset(ann);
    await expect.poll(() => resetsOf(ann)).toBe(1);
    expect((await pageOf(ann, `/rooms/${room}`)).status).toBe(200);
    const acknowledged: string[] = [];
    for (let n = 0; n < 50; n++) acknowledged.push(...(await report(ann, `before ${n}`)));

    leave();
    const end = Date.now() + AWAY_MS;
    // Who comes first may have to wait until the silence is noticed.
    expect(codeOf(await ann.get(`/api/v1/rooms/${room}/messages`))).toBe("503 unavailable");
    let rounds = 0;
    for (; Date.now() < end; rounds++) {
      await expectRefusals(ann, room);
      acknowledged.push(...(await report(ann, `meanwhile ${rounds}`)));
      // Who asks is remembered, and so is what asks for no database.
      expect((await ann.get("/api/v1/users/me")).status).toBe(200);
      expect((await newClient(server.url).get("/api/v1/health")).status).toBe(200);
      expect(dataOf(await line.send("ping", { timestamp: 1 }))).toMatchObject({ type: "pong" });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    // Had each of a round's five refusals waited for a connection, there would have been one round or two.
    expect(rounds).toBeGreaterThan(8);

    comeBack();
    const messages = () => ann.get(`/api/v1/rooms/${room}/messages`);
    await expect.poll(async () => (await messages()).status).toBe(200);
    expect(await say(ann, room, "after", "2")).toMatchObject({ seq: 2, body: "after" });
    // The same connection: it was never cut.
    const heard = () => line.heard.filter(({ event }) => event === "message:new").length;
    await expect.poll(heard).toBe(2);
    expect((await pageOf(ann, `/rooms/${room}`)).status).toBe(200);
    expect(acknowledged.length).toBeGreaterThanOrEqual(50 + rounds);
    await expect.poll(() => reportedBy(ann)).toEqual(acknowledged.toSorted());
    expect((await askForReset(ann)).status).toBeLessThan(300);
    await expect.poll(() => resetsOf(ann)).toBe(2);
    line.close();
  });
});

test("stops in time while the database does not answer, and says what was lost", async () => {
  await start();
  const ann = await newMember(server.url, "ann");
  cable.freeze();
  for (let n = 0; n < 3; n++) expect(await report(ann, `lost ${n}`)).toHaveLength(1);
  const hanging = ann.get("/api/v1/users/me/notifications").catch(() => undefined);
  const { signal } = await server.stop();
  expect(signal).toBeNull();
  expect(server.output()).toMatch(/"waiting":[1-9]\d*.*activity was lost|activity was lost[^]*waiting.*[1-9]/);
  cable.thaw();
  await hanging;
});
