import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "@/lib/kit/testing/database";
import { type Cable, layCable } from "@/server/testing/cable";
import { newClient, newMember, type TestMember } from "@/server/testing/client";
import { dataOf, openLive } from "@/server/testing/live-client";
import { codeOf } from "@/server/testing/problems";
import { newRoom, say } from "@/server/testing/rooms";
import { testServer } from "@/server/testing/test-server";

const database = testDatabase();
let cable: Cable | undefined;

beforeAll(async () => {
  cable = await layCable(Number(new URL(database.url).port));
});
const server = testServer(() => {
  const url = new URL(database.url);
  url.host = new URL(cable?.url ?? "").host;
  return { DATABASE_URL: url.href };
});
afterAll(async () => {
  await server().stop();
  await cable?.close();
}, 60_000);

const mails = (): string[] => {
  try {
    return readdirSync(join(server().dataDir, "outbox"));
  } catch {
    return [];
  }
};

/** Asks for a mail that a job writes. */
const askForReset = (member: TestMember) =>
  newClient(server().url).post("/api/v1/auth/password-reset", { email: `${member.username}@example.org` });

test("says so at once while the database is away, and goes on by itself when it is back", async () => {
  const ann = await newMember(server().url, "ann");
  const room = await newRoom(ann);
  const line = await openLive("Socket.IO", ann);
  await line.send("room:join", { roomId: room });
  await say(ann, room, "before", "1");
  await line.until("message:new");
  await askForReset(ann);
  await expect.poll(() => mails().length, { timeout: 20_000 }).toBe(1);

  cable?.pull();
  const refused = await ann.get(`/api/v1/rooms/${room}/messages`);
  expect(codeOf(refused)).toBe("503 unavailable");
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(refused.text).not.toMatch(/ECONN|127\.0\.0\.1|pg|prisma/i);
  expect(codeOf(await ann.post(`/api/v1/rooms/${room}/messages`, { clientId: "2", body: "lost?" }))).toBe(
    "503 unavailable",
  );
  expect(codeOf(await newClient(server().url).get("/api/v1/ready"))).toBe("503 unavailable");
  expect((await newClient(server().url).get("/api/v1/health")).status).toBe(200);
  // Who asks is remembered, and so is what asks for no database.
  expect((await ann.get("/api/v1/users/me")).status).toBe(200);
  expect(dataOf(await line.send("ping", { timestamp: 1 }))).toMatchObject({ type: "pong" });
  // Long enough for the queue of jobs to notice.
  await new Promise((resolve) => setTimeout(resolve, 4_000));

  cable?.plug();
  await expect
    .poll(async () => (await ann.get(`/api/v1/rooms/${room}/messages`)).status, { timeout: 30_000 })
    .toBe(200);
  expect(await say(ann, room, "after", "2")).toMatchObject({ seq: 2, body: "after" });
  const heard = () => line.heard.filter(({ event }) => event === "message:new").length;
  await expect.poll(heard, { timeout: 10_000 }).toBe(2);
  expect((await askForReset(ann)).status).toBeLessThan(300);
  await expect.poll(() => mails().length, { timeout: 60_000 }).toBe(2);
  line.close();
}, 180_000);
