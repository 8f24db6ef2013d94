// Begins first: it waits for a database that hangs.
import "@/lib/core/testing/planted";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { reportEvent } from "@/lib/core/activity/report-event";
import { retainActivity } from "@/lib/core/activity/tasks";
import { anonymous, makeContext } from "@/lib/core/context";
import { row } from "@/lib/core/testing/activity";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { closeDatabase, db, pool, useDatabase } from "@/lib/kit/db";
import { log } from "@/lib/kit/log";
import { forget } from "@/lib/kit/remember";
import { testDatabase } from "@/lib/kit/testing/database";
import { transact } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { activityFigures, flushActivity, gather, noteMinute, startActivityFlush, take } from "./buffer";
import { dropPartitions, makePartitions } from "./partitions";
import { forgetActivity, writeActivity } from "./store";
import { track, trackFailure, trackUse } from "./track";
import { trackVerb } from "./uses";

const database = testDatabase();
const forgetAll = () => ["write-behind", "activity-minute"].forEach(forget);
beforeEach(forgetAll);
afterEach(forgetAll);

const rowsOf = (userId: string) => db().activity.findMany({ where: { userId }, orderBy: { at: "asc" } });
const DAY = 86_400_000;
const signal = new AbortController().signal;

test("writes what was done within the next flush, and the same use within a minute as one row that counts", async () => {
  const ctx = memberCtx(await makeMember());
  track(ctx, { action: "login", details: { browser: "Firefox" } });
  for (let n = 0; n < 5; n++) trackVerb(ctx, "teas.brew");
  for (const verb of ["accounts.update", "rooms.showTyping", "teas.pour"]) trackVerb(ctx, verb);
  await flushActivity();
  expect((await rowsOf(ctx.actor.id)).map(({ action }) => action)).toEqual(["login"]);
  await flushActivity(true);
  const rows = await rowsOf(ctx.actor.id);
  const told = rows.map(({ action, feature, count, details }) => ({ action, feature, count, details }));
  expect(told).toHaveLength(3);
  expect(told).toEqual(
    expect.arrayContaining([
      { action: "login", feature: "account", count: 1, details: { browser: "Firefox" } },
      { action: "use", feature: "teas", count: 5, details: { what: "tea brewed" } },
      { action: "use", feature: "teas", count: 1, details: { what: "tea poured" } },
    ]),
  );
});

test("notes a visitor's failed sign-in without the name that was tried", async () => {
  const ctx = makeContext(anonymous, { ip: "192.0.2.77" });
  for (let n = 0; n < 3; n++) trackFailure(ctx, "my-secret-password");
  await flushActivity(true);
  const [failure] = await db().activity.findMany({ where: { ip: "192.0.2.77" } });
  expect(failure).toMatchObject({ action: "login_failed", userId: null, count: 3, details: {} });
});

test("turns reports away once too much waits, and loses none that was accepted", async () => {
  const ctx = memberCtx(await makeMember());
  const report = () => refusalOf(reportEvent(ctx, { userId: "me", feature: "tastings", details: { score: 7 } }));
  while (activityFigures().waiting < 15_999) take(row(null));
  expect(await report()).toBe("ok");
  expect(await report()).toBe("unavailable");
  expect(activityFigures()).toEqual({ waiting: 16_000, dropped: 1 });
  while (take(row(null)));
  expect(gather("more", row(null))).toBe(false);
  expect(activityFigures()).toEqual({ waiting: 20_000, dropped: 3 });
  expect(await flushActivity()).toBe(true);
  expect(activityFigures().waiting).toBe(0);
  expect(await rowsOf(ctx.actor.id)).toHaveLength(1);
  expect(await report()).toBe("ok");
});

test("keeps everything while the database is away, and writes it once when it is back", async () => {
  const ctx = memberCtx(await makeMember());
  track(ctx, { action: "before" });
  noteMinute(ctx.actor.id);
  await closeDatabase();
  useDatabase("postgresql://nobody@127.0.0.1:9/nowhere");
  expect(await flushActivity()).toBe(false);
  track(ctx, { action: "meanwhile" });
  expect(await flushActivity()).toBe(false);
  await closeDatabase();
  useDatabase(database.url);
  expect(await flushActivity()).toBe(true);
  expect((await rowsOf(ctx.actor.id)).map(({ action }) => action)).toEqual(["before", "meanwhile"]);
  expect(await db().presenceQuarter.count({ where: { userId: ctx.actor.id } })).toBe(1);
});

test.each(["53100", "25006", "40001", "42501", "57014"])(
  "keeps everything while the database refuses to write it with SQLSTATE %s",
  async (state) => {
    const { id } = await makeMember();
    take(row(id, new Date(), { action: "kept" }));
    take(row(id, new Date(), { action: "kept too" }));
    await pool().query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${state}'; END $$`);
    await pool().query("CREATE TRIGGER refuse BEFORE INSERT ON activity EXECUTE FUNCTION refuse()");
    expect(await flushActivity()).toBe(false);
    expect(activityFigures()).toEqual({ waiting: 2, dropped: 0 });
    await pool().query("DROP FUNCTION refuse CASCADE");
    expect(await flushActivity()).toBe(true);
    expect((await rowsOf(id)).map(({ action }) => action).toSorted()).toEqual(["kept", "kept too"]);
  },
);

test("ends in time when the database hangs at the end, and says how much was lost", async () => {
  take(row(null));
  const said = vi.spyOn(log(), "error");
  const stop = startActivityFlush();
  const held = await pool().connect();
  await held.query("BEGIN");
  await held.query("LOCK TABLE activity");
  await stop();
  expect(said).toHaveBeenCalledWith({ waiting: 1 }, expect.stringContaining("activity was lost"));
  held.release(true);
  expect(await flushActivity()).toBe(true);
});

test("writes a row once however often it is tried, leaves out what no database can hold, and who left", async () => {
  const { id } = await makeMember();
  const one = row(id);
  await Promise.all([writeActivity([one]), writeActivity([one]), writeActivity([one, row(newId())])]);
  expect(await rowsOf(id)).toHaveLength(1);
  take(row(id, new Date(), { details: { text: "\u0000" } }));
  take(row(id, new Date(), { action: "after" }));
  expect(await flushActivity()).toBe(true);
  expect((await rowsOf(id)).map(({ action }) => action)).toEqual(["use", "after"]);
  expect(activityFigures()).toEqual({ waiting: 0, dropped: 1 });
});

test("forgets a member's doings, and keeps the sums", async () => {
  const ctx = memberCtx(await makeMember());
  await writeActivity([row(ctx.actor.id)]);
  await transact((tx) => forgetActivity(tx, ctx.actor.id));
  expect(await rowsOf(ctx.actor.id)).toEqual([]);
});

const partitions = async () => {
  const { rows } = await pool().query<{ name: string }>(
    "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'activity'::regclass ORDER BY 1",
  );
  return rows.map(({ name }) => name);
};

test("makes room week by week, once, and drops only weeks that are wholly too old", async () => {
  const monday = new Date("2025-01-06T00:00:00Z");
  const made = await Promise.all([1, 2, 3].map(() => makePartitions([monday], 1)));
  expect(made.flat().toSorted()).toEqual(["activity_20250106", "activity_20250113"]);
  const { id } = await makeMember();
  await writeActivity([row(id, new Date("2025-01-12T23:59:59Z")), row(id, new Date("2025-01-13T00:00:00Z"))]);
  expect(await dropPartitions(new Date("2025-01-12T23:59:59Z"))).toBe(0);
  expect(await dropPartitions(new Date("2025-01-13T00:00:00Z"))).toBe(1);
  expect((await rowsOf(id)).map(({ at }) => at.toISOString())).toEqual(["2025-01-13T00:00:00.000Z"]);
  expect(await partitions()).not.toContain("activity_20250106");
});

test("takes up the dropping of a week where it stopped", async () => {
  await makePartitions([new Date("2025-02-03T00:00:00Z")]);
  await db().$executeRaw`ALTER TABLE activity DETACH PARTITION activity_20250203`;
  expect(await dropPartitions(new Date("2025-02-10T00:00:00Z"))).toBeGreaterThan(0);
  expect(await makePartitions([new Date("2025-02-03T00:00:00Z")])).toEqual(["activity_20250203"]);
});

test("the daily task makes the coming weeks and removes what is older than its time", async () => {
  const { id } = await makeMember();
  const ago = (days: number) => new Date(Date.now() - days * DAY);
  await writeActivity([row(id, ago(98)), row(id, ago(89))]);
  const quarter = (days: number) => ({
    ...{ userId: id, feature: "teas", action: "use", count: 1 },
    quarter: ago(days),
  });
  await db().activityQuarter.createMany({ data: [quarter(401), quarter(399)] });
  await retainActivity.run(makeContext({ kind: "system", name: "test" }), signal);
  expect(await rowsOf(id)).toHaveLength(1);
  expect(await db().activityQuarter.count({ where: { userId: id } })).toBe(1);
  trackUse(memberCtx(await makeMember()), "teas");
  expect((await partitions()).length).toBeGreaterThanOrEqual(4);
});
