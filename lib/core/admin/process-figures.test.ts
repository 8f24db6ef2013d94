import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { publish, subscribe } from "@/lib/kit/bus";
import { cache } from "@/lib/kit/cache";
import { forget } from "@/lib/kit/remember";
import { testDatabase } from "@/lib/kit/testing/database";
import {
  allCacheStats,
  allLimitCounts,
  keepTellingFigures,
  type ProcessFigures,
  processFigures,
} from "./process-figures";

testDatabase();

let heard: { process: string; figures?: ProcessFigures }[] = [];
let stops: (() => void)[] = [];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  forget("process-figures");
  heard = [];
  stops = [subscribe("process-figures", (report) => void heard.push(report as (typeof heard)[number]))];
});
afterEach(() => {
  for (const stop of stops) stop();
  vi.useRealTimers();
});

/** What another process says: that of this one with a few figures of its own. */
const other = (given: Partial<ProcessFigures>): ProcessFigures => {
  const [own] = processFigures();
  if (!own) throw new Error("A process knows its own figures.");
  return { ...own, ...given };
};
const hear = (process: string, figures?: ProcessFigures) => publish("process-figures", { process, figures });
const connections = () => processFigures().map((one) => one.connections);

test("adds up what the other processes said, until they are silent or say goodbye", () => {
  stops.push(keepTellingFigures());
  hear("two", other({ connections: 3 }));
  hear("three", other({ connections: 5 }));
  expect(connections()).toEqual([0, 3, 5]);
  hear("two", other({ connections: 4 }));
  expect(connections()).toEqual([0, 4, 5]);
  hear("three");
  expect(connections()).toEqual([0, 4]);
  vi.advanceTimersByTime(12_000);
  expect(connections()).toEqual([0, 4]);
  vi.advanceTimersByTime(2_000);
  expect(connections()).toEqual([0]);
});

test("tells its own every few seconds, at once to a newcomer, and says goodbye", () => {
  const stop = keepTellingFigures();
  expect(heard).toHaveLength(1);
  vi.advanceTimersByTime(8_000);
  expect(heard).toHaveLength(3);
  hear("two", other({}));
  const [self] = heard;
  expect(heard.filter(({ process }) => process === self?.process)).toHaveLength(4);
  stop();
  expect(heard.at(-1)).toEqual({ process: self?.process });
});

test("sums counters by policy and caches by name, and bears one that only another process has", async () => {
  stops.push(keepTellingFigures());
  const teapots = cache<string>({ name: "teapots", ttlMs: 1_000, max: 10 });
  await teapots.get("one", async () => "brown");
  await teapots.get("one", async () => "brown");
  const { limits } = other({});
  const api = { allowed: 0, refused: 0, shadowed: 0, local: 0, open: 0, ...limits.api };
  const more = { ...limits, api: { ...api, allowed: api.allowed + 7, refused: 2 } };
  const away = { name: "elsewhere", hits: 1, misses: 2, size: 3, max: 4, evictions: 5, ttlMs: 6 };
  const also = { name: "teapots", hits: 10, misses: 20, size: 5, max: 10, evictions: 1, ttlMs: 1_000 };
  hear("two", other({ limits: more, cache: [also, away] }));
  expect(allLimitCounts().api).toEqual({ ...api, allowed: api.allowed * 2 + 7, refused: 2 });
  const stats = allCacheStats().filter(({ name }) => ["teapots", "elsewhere"].includes(name));
  expect(stats).toEqual([
    away,
    { name: "teapots", hits: 11, misses: 21, size: 6, max: 20, evictions: 1, ttlMs: 1_000 },
  ]);
});
