// Begins first: it starts the server seven times.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeDatabase, db, useDatabase } from "@/lib/kit/db";
import { urlOfRunning } from "@/lib/kit/postgres/running";
import { atServer, newClient, newCredentials, newDevice, newMember, type TestMember } from "@/server/testing/client";
import { runCommand } from "@/server/testing/run-command";
import { type RunningServer, runServer } from "@/server/testing/run-server";
import { WIDE_LIMITS } from "@/server/testing/wide-limits";

const CRASHES = 5;
/** Acknowledged role changes after which a server is killed; four more are always on their way. */
const ACKS_BEFORE_CRASH = 25;

const folder = mkdtempSync(join(tmpdir(), "throng-audit-"));
const dataDir = join(folder, "data");
let server: RunningServer | undefined;

beforeAll(() => chmodSync(folder, 0o711));
afterAll(async () => {
  await closeDatabase();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<RunningServer> {
  server = await runServer({ dataDir, env: { RATE_LIMITS: WIDE_LIMITS, LOG_LEVEL: "warn" } });
  useDatabase(urlOfRunning(dataDir));
  return server;
}

/** Lets go of the database before its server dies: the next one may have another port. */
async function crash(running: RunningServer): Promise<void> {
  await closeDatabase();
  await running.kill9();
}

async function newAdmin(url: string): Promise<TestMember> {
  const account = newCredentials("boss");
  const made = await newClient(url).send<{ id: string }>("POST", "/api/v1/auth/register", { json: account });
  await db().user.update({ where: { id: made.body.id }, data: { role: "admin" } });
  return newDevice(url, account);
}

const verifyAudit = (...args: string[]) => runCommand(["verify-audit", ...args], { DATA_DIR: dataDir });

/** Makes a member admin and user in turn until the server is gone. Answers how many changes were acknowledged. */
async function toggle(boss: TestMember, member: TestMember, onAck: () => void): Promise<number> {
  for (let acks = 0; ; acks++) {
    const role = acks % 2 === 0 ? "admin" : "user";
    const status = await boss.patch(`/api/v1/admin/users/${member.id}`, { role }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status !== 200) return acks;
    onAck();
  }
}

type Change = { before: { role: string }; after: { role: string } };

/** Every role change in the chain leads on from the one before, and the last one to the role the member has. */
async function expectTogether(memberId: string): Promise<number> {
  const rows = await db().auditEntry.findMany({
    where: { targetId: memberId, action: "account.role_changed" },
    orderBy: { position: "asc" },
  });
  const changes = rows.map(({ before, after }) => ({ before, after }) as Change);
  const { role } = await db().user.findUniqueOrThrow({ where: { id: memberId } });
  let known = "user";
  for (const { before, after } of changes) {
    expect(before.role).toBe(known);
    known = after.role;
  }
  expect(known).toBe(role);
  return rows.length;
}

test("a change of role and its entry are both there or neither, however often everything is killed in between", async () => {
  let running = await start();
  let boss = await newAdmin(running.url);
  const members = await Promise.all(["ann", "ben", "carla", "dora"].map((name) => newMember(running.url, name)));
  let acknowledged = 0;
  for (let round = 1; round <= CRASHES; round++) {
    let acks = 0;
    await new Promise<void>((enough, fail) => {
      const onAck = () => (++acks === ACKS_BEFORE_CRASH ? enough() : undefined);
      const streams = members.map((member) => toggle(boss, member, onAck));
      void Promise.all(streams).then(() => fail(new Error("the changes ended before the crash")));
    });
    await crash(running);
    acknowledged += acks;
    running = await start();
    boss = atServer(boss, running.url);
    // Not a round number of changes may have happened: begin the next round where the roles say.
    for (const { id } of members) await expectTogether(id);
    for (const { id } of members) await boss.patch(`/api/v1/admin/users/${id}`, { role: "user" });
  }
  let entries = 0;
  for (const { id } of members) entries += await expectTogether(id);
  expect(entries).toBeGreaterThanOrEqual(acknowledged);
  expect(await verifyAudit()).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^The audit log is whole: \d+ entries/),
  });
});

test("what a client reported outlives an ordinary stop; the command checks a running and a stopped instance alike", async () => {
  let running = server ?? (await start());
  const ann = await newMember(running.url, "ann");
  const reported = await ann.post(`/api/v1/users/me/events`, { feature: "quiz", details: { score: 7 } });
  expect(reported.status).toBe(202);
  const { said } = await verifyAudit();
  const [lastHash = ""] = /[0-9a-f]{64}$/.exec(said) ?? [];
  await closeDatabase();
  await running.stop();

  expect(await verifyAudit(lastHash)).toEqual({ code: 0, said });

  running = await start();
  const rows = await db().activity.findMany({ where: { userId: ann.id, feature: "quiz" } });
  expect(rows.map(({ details }) => details)).toEqual([{ score: 7 }]);
  await db().$executeRaw`ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_are_final`;
  await db().$executeRaw`UPDATE audit_entries SET ip = '192.0.2.66' WHERE position = 5`;
  await db().$executeRaw`DELETE FROM audit_entries WHERE position = 9`;
  const damaged = await verifyAudit();
  expect(damaged.code).toBe(1);
  expect(damaged.said.split("\n").slice(0, 2)).toEqual(["Entry 5 was changed.", "Entry 9 is missing."]);
});
