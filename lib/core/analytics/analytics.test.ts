import "@/lib/core/testing/planted";
import { expect, test } from "vitest";
import { systemContext } from "@/lib/core/context";
import { type ActivityRow, writeActivity, writeMinutes } from "@/lib/core/engine/activity/store";
import { makeMember, makeMembers } from "@/lib/core/testing/members";
import { type Db, db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { hotTransaction, transact } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { systemAnalytics } from "./get-analytics";
import { memberStats } from "./member-stats";
import { rollUp, rollUpActivity } from "./roll-up";
import { sumQuarters, takeChanges } from "./roll-up-store";

testDatabase();

/** A row of activity at a moment, given as ISO text. */
const row = (userId: string | null, at: string, given: Partial<ActivityRow> = {}): ActivityRow => ({
  ...{ id: newId(), at: new Date(at), userId, action: "use", feature: "teas", count: 1, ip: "", details: {} },
  ...given,
});

/** The member was there in every minute of the span. */
const present = (userId: string, from: string, minutes: number) =>
  writeMinutes(Array.from({ length: minutes }, (_, n) => ({ userId, at: new Date(Date.parse(from) + n * 60_000) })));

/** Berlin puts its clocks back at 2026-10-25 03:00 summer time, which is 01:00 UTC. */
const AFTER_CHANGE = new Date("2026-10-26T12:00:00Z");

test("counts a member's days in their zone, across the day that has 25 hours", async () => {
  const { id } = await makeMember();
  await writeActivity([
    // 23:30 and 00:15 in Berlin: two days, one of UTC.
    row(id, "2026-10-23T21:30:00Z", { action: "login", feature: "account" }),
    row(id, "2026-10-23T22:15:00Z", { count: 3 }),
    // The first and the last hour of the long day: 00:10 in summer time, 23:50 in winter time.
    row(id, "2026-10-24T22:10:00Z"),
    row(id, "2026-10-25T22:50:00Z", { feature: "tastings", count: 2 }),
    row(id, "2026-10-25T23:10:00Z", { action: "login", feature: "account" }),
    row(id, "2026-10-25T23:20:00Z", { action: "login_failed", feature: "account", count: 4 }),
  ]);
  // 02:30 comes twice: 30 minutes in summer time and the same 30 again in winter time, one visit of 90 minutes.
  await present(id, "2026-10-25T00:30:00Z", 90);
  // 40 minutes later a visit of its own, over midnight: 20 minutes before it and 10 after.
  await present(id, "2026-10-25T22:40:00Z", 30);
  await rollUp(AFTER_CHANGE);
  const stats = await memberStats(id, { days: 4, timeZone: "Europe/Berlin", now: AFTER_CHANGE });
  expect(stats.days).toEqual([
    { day: "2026-10-23", signIns: 1, visits: 0, minutes: 0, uses: 0 },
    { day: "2026-10-24", signIns: 0, visits: 0, minutes: 0, uses: 3 },
    { day: "2026-10-25", signIns: 0, visits: 2, minutes: 110, uses: 3 },
    { day: "2026-10-26", signIns: 1, visits: 0, minutes: 10, uses: 0 },
  ]);
  expect(stats.visits).toEqual({ total: 2, minutes: 120, averageMinutes: 60, longestMinutes: 90 });
  expect(stats.signIns).toEqual({ total: 2, perWeek: 3.5, failed: 4 });
  expect(stats.features).toEqual([
    { feature: "teas", uses: 4, days: 2 },
    { feature: "tastings", uses: 2, days: 1 },
  ]);
  // The hour from two to three was there twice: 30 + 60 minutes.
  expect(stats.hours.map((minutes, hour) => [hour, minutes]).filter(([, minutes]) => minutes)).toEqual([
    [0, 10],
    [2, 90],
    [23, 20],
  ]);
});

test("counts the days of zones that are not whole hours from UTC, and of the day that has 23", async () => {
  const { id } = await makeMember();
  await writeActivity([row(id, "2026-03-28T18:14:00Z"), row(id, "2026-03-28T18:16:00Z")]);
  // Berlin puts its clocks on at 01:00 UTC: from 01:50 to 03:10 there are 20 minutes.
  await present(id, "2026-03-29T00:50:00Z", 20);
  const now = new Date("2026-03-29T20:00:00Z");
  await rollUp(now);
  const inNepal = await memberStats(id, { days: 2, timeZone: "Asia/Kathmandu", now });
  expect(inNepal.days.map(({ day, uses }) => [day, uses])).toEqual([
    ["2026-03-29", 1],
    ["2026-03-30", 0],
  ]);
  const inBerlin = await memberStats(id, { days: 1, timeZone: "Europe/Berlin", now });
  expect(inBerlin.days).toEqual([{ day: "2026-03-29", signIns: 0, visits: 1, minutes: 20, uses: 0 }]);
  expect(inBerlin.hours.slice(0, 5)).toEqual([0, 10, 0, 10, 0]);
});

const NOW = new Date("2026-07-16T12:00:00Z");

test("counts the instance: members of the day, week and month, stickiness, features and cohorts", async () => {
  const [ann, bea, carl] = await makeMembers(3);
  const joined = {
    [ann.id]: "2026-06-29T08:00:00Z",
    [bea.id]: "2026-07-06T00:00:00Z",
    [carl.id]: "2026-07-12T23:59:00Z",
  };
  for (const [id, at] of Object.entries(joined))
    await db().user.update({ where: { id }, data: { createdAt: new Date(at) } });
  await writeActivity([
    row(ann.id, "2026-06-30T10:00:00Z"),
    row(bea.id, "2026-07-08T10:00:00Z", { count: 5 }),
    row(carl.id, "2026-07-12T23:59:59Z"),
    row(ann.id, "2026-07-16T09:00:00Z", { feature: "tastings" }),
    row(bea.id, "2026-07-16T00:00:00Z", { count: 2 }),
    // Whoever signs in or changes settings is there, and uses no feature by that.
    row(ann.id, "2026-07-16T09:10:00Z", { action: "login", feature: "account", count: 2 }),
    row(bea.id, "2026-07-16T09:20:00Z", { action: "settings_changed", feature: "account", count: 4 }),
    row(ann.id, "2026-07-15T09:00:00Z", { action: "logout", feature: "account" }),
    // Neither makes someone a member of the day.
    row(carl.id, "2026-07-16T09:00:00Z", { action: "login_failed", feature: "account" }),
    row(null, "2026-07-16T09:00:00Z", { action: "login_failed", feature: "account" }),
  ]);
  await rollUp(NOW);
  const house = await systemAnalytics({ days: 30, now: NOW });
  expect(house.today).toEqual({ active: 2, week: 3, month: 3, stickiness: 0.667 });
  const busy = house.days.filter(({ active }) => active > 0);
  expect(busy.map(({ day, active, week, month, uses }) => [day, active, week, month, uses])).toEqual([
    ["2026-06-30", 1, 1, 1, 1],
    ["2026-07-08", 1, 1, 2, 5],
    ["2026-07-12", 1, 2, 3, 1],
    ["2026-07-15", 1, 2, 3, 0],
    ["2026-07-16", 2, 3, 3, 3],
  ]);
  // A quiet day has its week and month all the same.
  expect(house.days.find(({ day }) => day === "2026-07-14")).toMatchObject({ active: 0, week: 2, month: 3 });
  expect(house.features.map(({ feature, uses, members }) => [feature, uses, members])).toEqual([
    ["teas", 9, 1],
    ["tastings", 1, 1],
  ]);
  expect(house.cohorts.slice(-3)).toEqual([
    { week: "2026-06-29", members: 1, active: [1, 0, 1] },
    { week: "2026-07-06", members: 2, active: [2, 1] },
    { week: "2026-07-13", members: 0, active: [0] },
  ]);
});

test("has the week and the month of a day that was not rolled up yet", async () => {
  await rollUp(NOW);
  const midnight = new Date("2026-07-17T00:01:00Z");
  expect(await db().systemDay.count({ where: { day: new Date("2026-07-17") } })).toBe(0);
  const { today, days } = await systemAnalytics({ days: 7, now: midnight });
  expect(today).toEqual({ active: 0, week: 3, month: 3, stickiness: 0 });
  expect(days.at(-1)).toMatchObject({ day: "2026-07-17", ...today });
  await rollUp(midnight);
  expect((await systemAnalytics({ days: 7, now: midnight })).today).toEqual(today);
});

test("bears a late event, being run again, and the same row written twice", async () => {
  const { id } = await makeMember();
  const stats = async () => (await memberStats(id, { days: 10, timeZone: "UTC", now: NOW })).features;
  const first = row(id, "2026-07-10T10:00:00Z", { count: 2 });
  await writeActivity([first]);
  await rollUp(NOW);
  await writeActivity([first, row(id, "2026-07-10T10:01:00Z")]);
  await present(id, "2026-07-10T10:00:00Z", 3);
  await present(id, "2026-07-10T10:01:00Z", 1);
  await rollUp(NOW);
  await rollUp(NOW);
  expect(await stats()).toEqual([{ feature: "teas", uses: 3, days: 1 }]);
  const day = await db().memberDay.findFirstOrThrow({ where: { userId: id } });
  expect([day.uses, day.minutes]).toEqual([3, 3]);
  expect(await rollUp(NOW)).toBe(0);
});

/** Kills the connections that wait for a lock on the members' days. */
const terminate = async (tx: Db): Promise<number> => {
  const killed = await tx.$queryRaw<unknown[]>`
    SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND relation = 'member_days'::regclass`;
  return killed.length;
};

test("begins again where a roll-up died half way", async () => {
  const { id } = await makeMember();
  await writeActivity([row(id, "2026-07-01T10:00:00Z", { count: 7 }), row(id, "2026-07-02T10:00:00Z", { count: 8 })]);
  // It waits for a lock after the first of two days has lost its marks and half of its old sums, and is killed there.
  await transact(async (tx) => {
    await tx.$executeRaw`LOCK TABLE member_days IN EXCLUSIVE MODE`;
    const dying = rollUp(NOW).catch((error: unknown) => error);
    await expect.poll(() => terminate(tx), { timeout: 4_000 }).toBe(1);
    expect(await dying).toBeInstanceOf(Error);
  });
  expect(await rollUp(NOW)).toBe(2);
  const { days } = await memberStats(id, { days: 16, timeZone: "UTC", now: NOW });
  expect(days.filter(({ uses }) => uses > 0).map(({ day, uses }) => [day, uses])).toEqual([
    ["2026-07-01", 7],
    ["2026-07-02", 8],
  ]);
});

const waitingForMarks = async (): Promise<number> => {
  const waiting = await db().$queryRaw<unknown[]>`
    SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE NOT l.granted AND a.datname = current_database() AND a.query LIKE '%activity_changes%'`;
  return waiting.length;
};

test("counts a row that is written while its quarter is rolled up, whoever was first", async () => {
  const { id } = await makeMember();
  await writeActivity([row(id, "2026-07-03T10:00:00Z")]);
  let rolling: Promise<number> | undefined;
  await hotTransaction(async ({ query }) => {
    await writeActivity([row(id, "2026-07-03T10:05:00Z")], query);
    rolling = rollUp(NOW);
    await expect.poll(waitingForMarks).toBe(1);
  });
  expect(await rolling).toBe(1);
  const uses = async () => (await memberStats(id, { days: 16, timeZone: "UTC", now: NOW })).features[0]?.uses;
  expect(await uses()).toBe(2);

  await writeActivity([row(id, "2026-07-03T10:06:00Z")]);
  let late: Promise<void> | undefined;
  await hotTransaction(async ({ query }) => {
    const quarters = await takeChanges(query, "2026-07-03");
    late = writeActivity([row(id, "2026-07-03T10:07:00Z")]);
    await expect.poll(waitingForMarks).toBe(1);
    await sumQuarters(query, quarters);
  });
  await late;
  await rollUp(NOW);
  expect(await uses()).toBe(4);
});

test("the task counts what changed, and says so", async () => {
  const { id } = await makeMember();
  await writeActivity([row(id, "2026-07-04T10:00:00Z")]);
  const run = () => rollUpActivity.run(systemContext("test"), new AbortController().signal);
  expect(await run()).toBe("1 day counted");
  expect(await run()).toBe("0 days counted");
});
