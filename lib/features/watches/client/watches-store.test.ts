import { describe, expect, it } from "vitest";
import type { Listing } from "@/lib/features/watches/listing-schemas";
import type { Watch, WatchRun } from "@/lib/features/watches/watch-schemas";
import {
  hearDeletion,
  hearListings,
  hearRunning,
  hearWatch,
  isRunning,
  NO_WATCHES,
  replaceWatches,
  setLooking,
  totalUnseen,
} from "./watches-store";

const watch = (id: string, changes: Partial<Watch> = {}): Watch => ({
  id,
  name: id,
  url: `https://${id}.example/`,
  host: `${id}.example`,
  recipe: { kind: "feed" },
  filters: {
    include: [],
    exclude: [],
    pattern: null,
    minPrice: null,
    maxPrice: null,
    inStock: false,
    maxAgeDays: null,
  },
  schedule: { kind: "every", minutes: 60 },
  notify: { matches: true, newLow: true, back: false, trouble: true },
  status: "waiting",
  stopReason: null,
  nextRunAt: null,
  failures: 0,
  failingSince: null,
  failure: null,
  lastRunAt: null,
  lastSuccessAt: null,
  lastFindAt: null,
  listingCount: 0,
  findsByDay: [0, 2],
  createdAt: "2026-01-01T00:00:00.000Z",
  version: 3,
  ...changes,
});

const run = (watchId: string, fresh: number) => ({ id: "r", watchId, new: fresh }) as WatchRun;
const listing = (id: string, changes: Partial<Listing> = {}) =>
  ({ id, matched: true, hiddenAt: null, ...changes }) as Listing;
const known = replaceWatches(NO_WATCHES, { items: [watch("a"), watch("b")], quota: 50 });

describe("a watch that changed", () => {
  it("takes its place and counts what its run found", () => {
    const { watches, lastRuns } = hearWatch(known, { watch: watch("b", { version: 4 }), run: run("b", 3) });
    expect(watches.map(({ id, findsByDay }) => [id, findsByDay])).toEqual([
      ["a", [0, 2]],
      ["b", [0, 5]],
    ]);
    expect(lastRuns["b"]?.new).toBe(3);
  });

  it("comes first when it is new", () => {
    const { watches } = hearWatch(known, { watch: watch("c"), run: null });
    expect(watches.map(({ id }) => id)).toEqual(["c", "a", "b"]);
    expect(watches[0]?.findsByDay).toHaveLength(14);
  });

  it("changes nothing when it is older than what is known", () => {
    expect(hearWatch(known, { watch: watch("a", { version: 2 }), run: null })).toBe(known);
  });

  it("is gone when it was deleted", () => {
    expect(hearDeletion(known, "a").watches.map(({ id }) => id)).toEqual(["b"]);
  });
});

describe("a run", () => {
  const begun = hearRunning(known, "a", 1_000);

  it("goes on until it is told, and never for ever", () => {
    expect(isRunning(begun, watch("a"), 2_000)).toBe(true);
    expect(isRunning(begun, watch("a"), 200_000)).toBe(false);
    expect(isRunning(hearWatch(begun, { watch: watch("a"), run: null }), watch("a"), 2_000)).toBe(true);
    expect(isRunning(hearWatch(begun, { watch: watch("a"), run: run("a", 0) }), watch("a"), 2_000)).toBe(false);
  });
});

describe("finds", () => {
  const event = {
    watchId: "a",
    listings: [listing("1"), listing("2"), listing("3", { matched: false })],
    newIds: ["1", "3"],
    count: 3,
  };

  it("count once each until they are looked at", () => {
    const heard = hearListings(hearListings(known, event), event);
    expect(totalUnseen(heard)).toBe(1);
    expect(totalUnseen(setLooking(heard, "b"))).toBe(1);
    expect(totalUnseen(setLooking(heard, "a"))).toBe(0);
    expect(totalUnseen(setLooking(heard, "all"))).toBe(0);
  });

  it("need no badge while they are on the screen", () => {
    expect(totalUnseen(hearListings(setLooking(known, "a"), event))).toBe(0);
    expect(totalUnseen(hearListings(setLooking(known, "b"), event))).toBe(1);
  });
});
