import { beforeAll, expect, test } from "vitest";
import { installFeatures } from "@/lib/core/features/install";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { createWatch } from "./create-watch";
import { deleteWatch } from "./delete-watch";
import { watchChanged, watchDeleted } from "./events";
import { watches } from "./feature";
import { getWatch } from "./get-watch";
import { listRuns } from "./list-runs";
import { listWatches } from "./list-watches";
import { previewWatch } from "./preview-watch";
import { runWatch } from "./run-watch";
import { startWatch } from "./start-watch";
import { stopWatch } from "./stop-watch";
import { updateWatch } from "./update-watch";
import { VISIT_HOST } from "./visit-host";

overrideEnv({ RATE_LIMITS: "scraper=100000/1m", SECRET_KEY: "a secret key for tests, long enough to be one" });
testDatabase();
const heard = hearLive();
beforeAll(() => installFeatures([watches]));

const FEED = { name: "Kettles", url: "https://yard.example/feed", recipe: { kind: "feed" } } as const;

const visitsQueued = async (host: string) =>
  (
    await db().$queryRaw<unknown[]>`SELECT 1 FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t
      ON t.id = j.task_id WHERE t.identifier = ${VISIT_HOST} AND j.key = ${`visit:${host}`}`
  ).length;

test("makes a watch that runs at once, with the defaults of what is not said", async () => {
  const owner = await makeMember();
  const watch = await createWatch(memberCtx(owner), { ...FEED, url: "  https://YARD.example:443/feed#top " });
  expect(watch).toMatchObject({
    ...{
      name: "Kettles",
      url: "https://yard.example/feed",
      host: "yard.example",
      status: "due",
      listingCount: 0,
      version: 1,
    },
    ...{
      schedule: { kind: "every", minutes: 60 },
      filters: { include: [], pattern: null },
      notify: { matches: true, back: false },
    },
    findsByDay: Array.from({ length: 14 }, () => 0),
  });
  expect(await visitsQueued("yard.example")).toBe(1);
  expect(heard.on(watchChanged, { userId: owner.id })).toMatchObject([{ watch: { id: watch.id }, run: null }]);
});

test("takes a name without a scheme for https", async () => {
  const ctx = memberCtx(await makeMember());
  expect((await createWatch(ctx, { ...FEED, url: "yard.example/feed", start: false })).url).toBe(
    "https://yard.example/feed",
  );
  expect((await createWatch(ctx, { ...FEED, url: "münze.example/ü", start: false })).url).toBe(
    "https://xn--mnze-0ra.example/%C3%BC",
  );
});

test.each([
  [{ name: "" }, "name"],
  [{ name: "a\u0000b" }, "name"],
  [{ name: "\u202Eevil" }, "name"],
  [{ name: "x".repeat(121) }, "name"],
  [{ url: "" }, "url"],
  [{ url: "not a url" }, "url"],
  [{ url: `https://yard.example/${"x".repeat(2000)}` }, "url"],
  [{ recipe: { kind: "html", rows: "", fields: {} } }, "recipe.rows"],
  [{ recipe: { kind: "json", rows: "items", fields: {} } }, "recipe.rows"],
  [{ recipe: { kind: "xml" } }, "recipe.kind"],
  [{ schedule: { kind: "every", minutes: 4 } }, "schedule.minutes"],
  [{ schedule: { kind: "weekly", weekdays: [8], times: ["08:00"], timeZone: "UTC" } }, "schedule.weekdays.0"],
  [{ schedule: { kind: "weekly", weekdays: [1], times: ["24:00"], timeZone: "UTC" } }, "schedule.times.0"],
  [{ schedule: { kind: "weekly", weekdays: [1], times: ["08:00"], timeZone: "Mars/Olympus" } }, "schedule.timeZone"],
  [{ filters: { pattern: "(" } }, "filters.pattern"],
  [{ colour: "red" }, "colour"],
])("refuses %j by its field, and stores nothing", async (wrong, field) => {
  const ctx = memberCtx(await makeMember());
  const attempt = createWatch(ctx, { ...FEED, ...wrong } as Parameters<typeof createWatch>[1]);
  await expect(attempt).rejects.toMatchObject({ code: "invalid_input", extras: { errors: [{ field }] } });
  expect(await db().watch.count({ where: { ownerId: ctx.actor.id } })).toBe(0);
});

test("keeps a member to their quota, also when they make many at once", async () => {
  const ctx = memberCtx(await makeMember());
  const made = Array.from({ length: 49 }, (_, index) => createWatch(ctx, { ...FEED, name: `w${index}`, start: false }));
  await Promise.all(made);
  const more = await Promise.allSettled([1, 2, 3, 4].map(() => createWatch(ctx, { ...FEED, start: false })));
  expect(more.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected", "rejected"]);
  expect(await listWatches(ctx, { limit: 1 })).toMatchObject({ count: 50, quota: 50 });
});

test("is not there for anyone else, an admin neither", async () => {
  const [owner, other] = await makeMembers(2);
  const admin = await makeMember({ role: "admin" });
  const { id: watchId } = await createWatch(memberCtx(owner), FEED);
  for (const ctx of [memberCtx(other), memberCtx(admin)]) {
    const attempts = [getWatch, startWatch, stopWatch, runWatch, deleteWatch, previewWatch, listRuns, updateWatch];
    for (const verb of attempts) expect(await refusalOf(verb(ctx, { watchId }))).toBe("not_found");
    expect((await listWatches(ctx, {})).items).toEqual([]);
  }
  expect((await getWatch(memberCtx(owner), { watchId })).version).toBe(1);
});

test("lists page by page, newest first, and by part of name or URL", async () => {
  const ctx = memberCtx(await makeMember());
  for (const name of ["Äpfel", "Birnen", "Citrus"]) await createWatch(ctx, { ...FEED, name, start: false });
  const first = await listWatches(ctx, { limit: 2 });
  const second = await listWatches(ctx, { limit: 2, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(["Citrus", "Birnen", "Äpfel"]);
  expect(second.nextCursor).toBeNull();
  expect((await listWatches(ctx, { q: "äPF" })).items).toHaveLength(1);
  expect((await listWatches(ctx, { q: "yard" })).items).toHaveLength(3);
  expect((await listWatches(ctx, { q: "%" })).items).toEqual([]);
});

test("stops, runs once while stopped, and starts again", async () => {
  const ctx = memberCtx(await makeMember());
  const { id: watchId } = await createWatch(ctx, FEED);
  expect(await stopWatch(ctx, { watchId })).toMatchObject({ status: "stopped", nextRunAt: null });
  expect(await runWatch(ctx, { watchId })).toMatchObject({ status: "due" });
  const { state, isAsked } = await db().watch.findUniqueOrThrow({ where: { id: watchId } });
  expect([state, isAsked]).toEqual(["stopped", true]);
  expect(await startWatch(ctx, { watchId })).toMatchObject({ status: "due" });
  expect(await db().watch.findUniqueOrThrow({ where: { id: watchId } })).toMatchObject({ state: "running" });
});

test("changes what is named, reads anew where that needs it, and refuses an old version", async () => {
  const ctx = memberCtx(await makeMember());
  const { id: watchId, version } = await createWatch(ctx, { ...FEED, start: false });
  await db().watch.update({ where: { id: watchId }, data: { seenVersion: 7 } });
  const renamed = await updateWatch(ctx, { watchId, name: "Pots", notify: { back: true }, version });
  expect(renamed).toMatchObject({ name: "Pots", notify: { matches: true, back: true }, version: version + 1 });
  expect(await refusalOf(updateWatch(ctx, { watchId, name: "Old", version }))).toBe("conflict");
  expect(await db().watch.findUniqueOrThrow({ where: { id: watchId } })).toMatchObject({
    seenVersion: 7,
    name: "Pots",
  });
  await updateWatch(ctx, { watchId, url: "https://other.example/feed" });
  expect(await db().watch.findUniqueOrThrow({ where: { id: watchId } })).toMatchObject({
    seenVersion: 0,
    host: "other.example",
  });
});

test("is deleted with all it found, and told to open pages", async () => {
  const owner = await makeMember();
  const { id: watchId } = await createWatch(memberCtx(owner), FEED);
  await deleteWatch(memberCtx(owner), { watchId });
  expect(await refusalOf(getWatch(memberCtx(owner), { watchId }))).toBe("not_found");
  expect(heard.on(watchDeleted, { userId: owner.id })).toEqual([{ watchId }]);
});
