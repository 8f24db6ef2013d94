import { afterEach, beforeEach, expect, test } from "vitest";
import { allLimitCounts } from "@/lib/core/engine/rate-limits/consume";
import { publish } from "@/lib/kit/bus";
import { cache, cacheStats } from "@/lib/kit/cache";
import { startPeers } from "@/lib/kit/peers";
import { testDatabase } from "@/lib/kit/testing/database";
import { allBufferFigures, writeBehind } from "@/lib/kit/write-behind";
import { allCacheStats, processFigures } from "./process-figures";

testDatabase();

let stop = () => {};
beforeEach(() => {
  stop = startPeers();
});
afterEach(() => {
  publish("peers", { process: "two", leaves: true });
  stop();
});

const hear = (parts: Record<string, unknown>) => publish("peers", { process: "two", parts });

test("sums counters by rate limit and caches by name, and bears one that only another process has", async () => {
  const teapots = cache<string>({ name: "teapots", ttlMs: 1_000, max: 10 });
  await teapots.get("one", async () => "brown");
  await teapots.get("one", async () => "brown");
  const limits = allLimitCounts();
  const api = { allowed: 0, refused: 0, shadowed: 0, local: 0, open: 0, ...limits.api };
  const more = { ...limits, api: { ...api, allowed: api.allowed + 7, refused: 2 } };
  const away = { name: "elsewhere", hits: 1, misses: 2, size: 3, max: 4, evictions: 5, ttlMs: 6 };
  const also = { name: "teapots", hits: 10, misses: 20, size: 5, max: 10, evictions: 1, ttlMs: 1_000 };
  hear({ "rate-limits": more, caches: [also, away] });
  expect(allLimitCounts().api).toEqual({ ...api, allowed: api.allowed * 2 + 7, refused: 2 });
  const stats = allCacheStats().filter(({ name }) => ["teapots", "elsewhere"].includes(name));
  expect(stats).toEqual([
    away,
    { name: "teapots", hits: 11, misses: 21, size: 6, max: 20, evictions: 1, ttlMs: 1_000 },
  ]);
  expect(cacheStats().map(({ name }) => name)).not.toContain("elsewhere");
});

test("sums what waits in buffers by name", () => {
  const buffer = writeBehind({ name: "tea", max: 1, flushMs: 1, merge: (known) => known, write: async () => {} });
  buffer.add("one", 1);
  buffer.add("two", 2);
  hear({ buffers: [{ name: "tea", waiting: 3, dropped: 4 }] });
  expect(allBufferFigures().tea).toEqual({ waiting: 4, dropped: 5 });
});

test("counts a process that says what it costs", () => {
  const [own] = processFigures();
  hear({ process: { ...own, rssMb: 7 } });
  expect(processFigures().map(({ rssMb }) => rssMb)).toEqual([expect.any(Number), 7]);
});
