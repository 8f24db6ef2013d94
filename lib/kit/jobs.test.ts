import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { db, hotQuery } from "./db";
import { overrideEnv } from "./env";
import { dropJob, queueJob, queueJobs, runJobs } from "./jobs";
import { closeMail, sendMail } from "./mail";
import { testDatabase } from "./testing/database";
import { testSmtp } from "./testing/smtp";
import { type Tx, transact } from "./transact";

testDatabase();

const MAIL = { to: "ann@example.org", subject: "Grüße", text: "Hello", html: "<p>Hello</p>" };
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

/** A job that notes its payloads; `after(n)` waits until n came. */
function noting() {
  const seen: unknown[] = [];
  const waiting: { count: number; go: () => void }[] = [];
  const job = async (payload: unknown) => {
    seen.push(payload);
    for (const one of waiting) if (seen.length >= one.count) one.go();
  };
  const after = (count: number) =>
    new Promise<void>((go) => {
      if (seen.length >= count) go();
      else waiting.push({ count, go });
    });
  return { seen, job, after };
}

test("runs a job exactly when the transaction that queued it commits", async () => {
  const { seen, job, after } = noting();
  const refused = transact(async (tx) => {
    await queueJob(tx, "note", { kept: false });
    throw new Error("no");
  });
  await expect(refused).rejects.toThrow("no");
  await transact((tx) => queueJob(tx, "note", { kept: true }));
  stops.push(await runJobs({ note: job }));
  await after(1);
  expect(seen).toEqual([{ kept: true }]);
});

test("keeps one waiting job a key, the newest, and takes it back when told", async () => {
  const { seen, job, after } = noting();
  const later = new Date(Date.now() + 3_600_000);
  await queueJob(db(), "note", "old", { key: "a", runAt: later });
  await queueJob(db(), "note", "new", { key: "a" });
  await queueJob(db(), "note", "dropped", { key: "b" });
  await dropJob(hotQuery, "b");
  await queueJob(db(), "note", "last");
  stops.push(await runJobs({ note: job }));
  await after(2);
  expect(new Set(seen)).toEqual(new Set(["last", "new"]));
});

const isWaitedFor = async () => {
  const rows = await db().$queryRaw<unknown[]>`
    SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;
  return rows.length > 0;
};

test.each([
  ["one", (tx: Tx) => queueJob(tx, "note", "new", { key: "a" })],
  ["of many", (tx: Tx) => queueJobs(tx.query, "note", [{ payload: "new", runAt: new Date(), key: "a" }])],
])("queues a job, %s, whose forerunner is taken up at that moment", async (_what, queue) => {
  await queueJob(db(), "note", "old", { key: "a" });
  let queued: Promise<void> | undefined;
  await transact(async (tx) => {
    await tx.$executeRaw`UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'test' WHERE key = 'a'`;
    queued = transact(queue);
    await expect.poll(isWaitedFor).toBe(true);
  });
  await queued;
  const waiting = await db().$queryRaw`
    SELECT payload FROM graphile_worker._private_jobs WHERE key = 'a' AND locked_at IS NULL`;
  expect(waiting).toEqual([{ payload: "new" }]);
  await db().$executeRaw`DELETE FROM graphile_worker._private_jobs`;
});

test("tries a failed job again and tells which try is the last", async () => {
  const tries: { number: number; last: boolean }[] = [];
  let done = () => {};
  const finished = new Promise<void>((resolve) => {
    done = resolve;
  });
  await queueJob(db(), "flaky", {}, { maxAttempts: 2 });
  stops.push(
    await runJobs({
      flaky: async (_payload, { number, last }) => {
        tries.push({ number, last });
        if (!last) throw new Error("not yet");
        done();
      },
    }),
  );
  await finished;
  expect(tries).toEqual([
    { number: 1, last: false },
    { number: 2, last: true },
  ]);
});

test("sends a mail through a real server, with both bodies and the sender that is set", async () => {
  const smtp = await testSmtp();
  stops.push(() => smtp.stop(), closeMail);
  overrideEnv({ SMTP_URL: smtp.url, MAIL_FROM: "Throng <hello@example.org>" });
  await sendMail(MAIL);
  const mail = await smtp.next();
  expect([mail.from, mail.to]).toEqual(["hello@example.org", ["ann@example.org"]]);
  expect(mail.raw).toContain("text/plain");
  expect(mail.raw).toContain("<p>Hello</p>");
  smtp.refuse(true);
  await expect(sendMail(MAIL)).rejects.toThrow(/451|later/i);
});

test("keeps mails as files when there is no server", async () => {
  const folder = mkdtempSync(join(tmpdir(), "throng-mail-"));
  stops.push(() => rmSync(folder, { recursive: true }));
  overrideEnv({ SMTP_URL: undefined, DATA_DIR: folder });
  await sendMail(MAIL);
  const files = readdirSync(join(folder, "outbox"));
  expect(files).toHaveLength(1);
  expect(files[0]).toMatch(/\.eml$/);
  expect(readFileSync(join(folder, "outbox", files[0] ?? ""), "utf8")).toContain("To: ann@example.org");
});
