import "@/lib/core/testing/planted";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { systemContext } from "@/lib/core/context";
import { audit } from "@/lib/core/engine/audit/audit";
import { verifyAudit } from "@/lib/core/engine/audit/verify";
import {
  createAnnouncement,
  createNotifications,
  listDeliveries,
  notificationJobs,
  recallAnnouncement,
} from "@/lib/core/notifications";
import { requeueDeliveries } from "@/lib/core/notifications/delivery/requeue";
import { runDue } from "@/lib/core/testing/jobs";
import { makeMember, makeSignedIn, memberCtx } from "@/lib/core/testing/members";
import { makeBackup } from "@/lib/kit/backup/make-backup";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { hotTransaction, transact } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { restore } from "./restore";

overrideEnv({ SECRET_KEY: "a secret key for tests, long enough to be one" });
testDatabase();

const folder = mkdtempSync(join(tmpdir(), "throng-restore-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (action: string) =>
  transact((tx) => audit(tx, systemContext("test"), { action, target: { kind: "cache", id: "all" } }));
const chain = () => db().auditEntry.findMany({ orderBy: { position: "asc" } });

test("signs everyone out and says in the restored chain that it was restored, or does nothing", async () => {
  await write("test.before");
  await makeSignedIn();
  const { name } = await makeBackup(folder, 1);
  await write("test.lost");
  await db()
    .$executeRaw`ALTER TABLE audit_entries ADD CONSTRAINT full_now CHECK (action <> 'database.restored') NOT VALID`;
  await expect(restore(join(folder, name), { replace: true })).rejects.toThrow("full_now");
  expect((await chain()).map(({ action }) => action)).toContain("test.lost");
  await db().$executeRaw`ALTER TABLE audit_entries DROP CONSTRAINT full_now`;

  const { rows, createdAt } = await restore(join(folder, name), { replace: true });
  const entries = await chain();
  expect(entries.map(({ action }) => action)).not.toContain("test.lost");
  expect(entries.at(-1)).toMatchObject({
    ...{ action: "database.restored", actorKind: "system", actorName: "restore", targetKind: "database" },
    after: { backup: name, of: createdAt, rows, sessionsEnded: 1 },
  });
  expect(await db().session.count({ where: { endedAt: null } })).toBe(0);
  expect(await verifyAudit()).toMatchObject({ faults: [], notes: [] });
});

const clearJobs = () => db().$executeRaw`DELETE FROM graphile_worker._private_jobs`;

test("sends nothing again that was on its way when the backup was made, and says why", async () => {
  const ann = await makeMember();
  const draft = { userId: ann.id, type: "greeting" as const, title: "Hello", body: "" };
  const states = ["waiting", "sending", "queued", "delivered"];
  const rows = await hotTransaction((tx, afterCommit) =>
    createNotifications(
      tx,
      afterCommit,
      states.map(() => draft),
    ),
  );
  const late = new Date(Date.now() - 48 * 3_600_000);
  for (const [index, state] of states.entries()) {
    await db().notificationDelivery.updateMany({
      where: { notificationId: rows[index]?.id ?? "", channel: "email" },
      data: { state, reason: "", until: state === "waiting" ? late : null, updatedAt: late },
    });
  }
  const { name } = await makeBackup(folder, 1);
  await clearJobs();
  await restore(join(folder, name), { replace: true });
  await requeueDeliveries.run(systemContext("test"), new AbortController().signal);
  expect(await db().$queryRaw`SELECT key FROM graphile_worker._private_jobs`).toEqual([]);
  const fared = rows.map(async ({ id }) => {
    const { items } = await listDeliveries(memberCtx(ann), { userId: "me", notificationId: id });
    const { state, reason } = items.find(({ channel }) => channel === "email") ?? {};
    return [state, reason];
  });
  const dropped = ["dropped", "restored"];
  expect(await Promise.all(fared)).toEqual([dropped, dropped, dropped, ["delivered", null]]);
});

test("goes on with a recall that was under way, and keeps what is scheduled for a time to come", async () => {
  const [boss, ann] = [await makeMember({ role: "admin" }), await makeMember()];
  const asked = { body: "Hello", audience: "member" as const, username: ann.username };
  const wrong = await createAnnouncement(memberCtx(boss), { ...asked, title: "Wrong" });
  await runDue(notificationJobs, new Date());
  await recallAnnouncement(memberCtx(boss), { announcementId: wrong.id });
  const scheduledAt = new Date(Date.now() + 3_600_000).toISOString();
  const later = await createAnnouncement(memberCtx(boss), { ...asked, title: "Later", scheduledAt });
  const { name } = await makeBackup(folder, 1);
  await clearJobs();
  await restore(join(folder, name), { replace: true });
  const given = async () => (await db().notification.findMany({ where: { userId: ann.id } })).map(({ title }) => title);
  expect(await given()).toEqual(["Wrong"]);
  await runDue(notificationJobs, new Date());
  expect(await given()).toEqual([]);
  expect(await db().announcement.findUnique({ where: { id: wrong.id } })).toMatchObject({ recalling: false });
  await runDue(notificationJobs, new Date(scheduledAt));
  expect(await given()).toEqual(["Later"]);
  expect(await db().announcement.findUnique({ where: { id: later.id } })).toMatchObject({ state: "sent" });
});

test("leaves no browser signed up, also from a backup of before browsers belonged to sessions", async () => {
  const ann = await makeSignedIn();
  const keys = { endpoint: "https://push.example.org/1", endpointHash: newId(), p256dh: "p", auth: "a" };
  await db().pushSubscription.create({
    data: { id: newId(), userId: ann.id, sessionId: ann.via.sessionId, userAgent: "", ...keys },
  });
  const { name } = await makeBackup(folder, 1);
  const older = join(folder, "older.sql.gz");
  const text = gunzipSync(readFileSync(join(folder, name))).toString();
  const [table = "", head = "", rows = ""] =
    /^COPY public."push_subscriptions" \((.+)\).*\n([^]*?)\\\.$/m.exec(text) ?? [];
  const place = head.split(", ").indexOf('"session_id"');
  expect(place).toBeGreaterThan(0);
  const without = (line: string, by: string) => line.split(by).toSpliced(place, 1).join(by);
  const olderTable = `COPY public."push_subscriptions" (${without(head, ", ")}) FROM stdin;\n${without(rows, "\t")}\\.`;
  writeFileSync(older, gzipSync(text.replace(table, () => olderTable)));
  for (const file of [join(folder, name), older]) {
    await restore(file, { replace: true });
    expect(await db().pushSubscription.count()).toBe(0);
    expect(await db().user.count({ where: { id: ann.id } })).toBe(1);
  }
});
