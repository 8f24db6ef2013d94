import { afterEach, describe, expect, test, vi } from "vitest";
import { publish, RESUMED } from "./bus";
import { cache, cacheStats, clearCaches } from "./cache";

let names = 0;
const cacheOf = (options: { ttlMs?: number; max?: number; absentTtlMs?: number } = {}) =>
  cache<string | null>({ name: `test-${++names}`, ttlMs: 60_000, max: 100, ...options });

/** lru-cache takes the time 0 for none. */
const turnableClock = () => vi.useFakeTimers().advanceTimersByTime(1);

/** A load that ends when told to, and how often it began. */
function slowLoad() {
  const pending: { resolve: (value: string) => void; reject: (error: Error) => void }[] = [];
  const load = vi.fn(() => new Promise<string>((resolve, reject) => pending.push({ resolve, reject })));
  return { load, pending };
}

describe("cache", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("loads once and answers from memory after", async () => {
    const users = cacheOf();
    const load = vi.fn(async () => "Ada");
    expect(await users.get("1", load)).toBe("Ada");
    expect(await users.get("1", load)).toBe("Ada");
    expect(users.peek("1")).toBe("Ada");
    expect(load).toHaveBeenCalledTimes(1);
    expect(users.stats()).toMatchObject({ hits: 2, misses: 1, size: 1, max: 100, evictions: 0, ttlMs: 60_000 });
  });

  test("makes one load of a thousand misses at once", async () => {
    const users = cacheOf();
    const { load, pending } = slowLoad();
    const asked = Promise.all(Array.from({ length: 1_000 }, () => users.get("1", load)));
    pending[0]?.resolve("Ada");
    expect(new Set(await asked)).toEqual(new Set(["Ada"]));
    expect(load).toHaveBeenCalledTimes(1);
  });

  test("keeps the entries of different keys and namespaces apart", async () => {
    const [one, other] = [cacheOf(), cacheOf()];
    one.set("1", "Ada");
    expect(one.peek("2")).toBeUndefined();
    expect(other.peek("1")).toBeUndefined();
  });

  test("is one namespace for everyone who names it", () => {
    cache<string>({ name: "shared", ttlMs: 1_000, max: 10 }).set("1", "Ada");
    expect(cache<string>({ name: "shared", ttlMs: 1_000, max: 10 }).peek("1")).toBe("Ada");
  });

  test("drops what begins with a prefix, and what of it is being loaded, and nothing else", async () => {
    const users = cacheOf();
    users.set("a/1", "Ada");
    users.set("a/2", "Ann");
    users.set("ab/1", "Abe");
    const { load, pending } = slowLoad();
    const late = users.get("a/3", load);
    users.invalidateUnder("a/");
    pending[0]?.resolve("Ana");
    expect(await late).toBe("Ana");
    expect(["a/1", "a/2", "a/3", "ab/1"].map((key) => users.peek(key))).toEqual([
      undefined,
      undefined,
      undefined,
      "Abe",
    ]);
  });

  test("forgets after its time", async () => {
    turnableClock();
    const users = cacheOf({ ttlMs: 1_000 });
    users.set("1", "Ada");
    vi.advanceTimersByTime(999);
    expect(users.peek("1")).toBe("Ada");
    vi.advanceTimersByTime(2);
    expect(users.peek("1")).toBeUndefined();
  });

  test("drops the least recently used beyond its maximum, and counts that", () => {
    const users = cacheOf({ max: 2 });
    users.set("1", "Ada");
    users.set("2", "Bob");
    users.peek("1");
    users.set("3", "Cleo");
    expect([users.peek("1"), users.peek("2"), users.peek("3")]).toEqual(["Ada", undefined, "Cleo"]);
    expect(users.stats()).toMatchObject({ size: 2, evictions: 1 });
  });

  test("keeps no failure", async () => {
    const users = cacheOf();
    const load = vi.fn().mockRejectedValueOnce(new Error("away")).mockResolvedValueOnce("Ada");
    await expect(users.get("1", load)).rejects.toThrow("away");
    expect(await users.get("1", load)).toBe("Ada");
  });

  test("believes for a moment that there is none, not at all when told so", async () => {
    turnableClock();
    const load = vi.fn(async () => null);
    const [brief, never] = [cacheOf({ absentTtlMs: 500 }), cacheOf({ absentTtlMs: 0 })];
    for (const users of [brief, never]) {
      await users.get("1", load);
      await users.get("1", load);
    }
    expect(load).toHaveBeenCalledTimes(1 + 2);
    vi.advanceTimersByTime(501);
    await brief.get("1", load);
    expect(load).toHaveBeenCalledTimes(1 + 2 + 1);
  });

  test.each(["invalidate", "set", "clear", "clearCaches", "resumed"])("keeps no load that %s overtook", async (how) => {
    const users = cacheOf();
    const { load, pending } = slowLoad();
    const early = users.get("1", load);
    if (how === "invalidate") users.invalidate("1");
    if (how === "set") users.set("1", "new");
    if (how === "clear") users.clear();
    if (how === "clearCaches") clearCaches(users.stats().name);
    if (how === "resumed") publish(RESUMED, null);
    pending[0]?.resolve("old");
    expect(await early).toBe("old");
    expect(users.peek("1")).toBe(how === "set" ? "new" : undefined);
  });

  test("starts a load of its own for who asks after an invalidation", async () => {
    const users = cacheOf();
    const { load, pending } = slowLoad();
    const early = users.get("1", load);
    users.invalidate("1");
    const late = users.get("1", load);
    pending[1]?.resolve("new");
    expect(await late).toBe("new");
    pending[0]?.resolve("old");
    expect(await early).toBe("old");
    expect(users.peek("1")).toBe("new");
  });

  test("drops exactly the entry that is invalidated", () => {
    const users = cacheOf();
    users.set("1", "Ada");
    users.set("2", "Bob");
    users.invalidate("1");
    expect([users.peek("1"), users.peek("2")]).toEqual([undefined, "Bob"]);
  });

  test("empties one namespace, or all", () => {
    const [one, other] = [cacheOf(), cacheOf()];
    one.set("1", "Ada");
    other.set("1", "Bob");
    clearCaches(one.stats().name);
    expect([one.peek("1"), other.peek("1")]).toEqual([undefined, "Bob"]);
    clearCaches();
    expect(other.peek("1")).toBeUndefined();
  });

  test("empties everything when messages of other processes may have been missed", () => {
    const users = cacheOf();
    users.set("1", "Ada");
    publish(RESUMED, null);
    expect(users.peek("1")).toBeUndefined();
  });

  test("lists the figures of all namespaces by name", () => {
    const { name } = cacheOf().stats();
    const listed = cacheStats().map((stats) => stats.name);
    expect(listed).toContain(name);
    expect(listed).toEqual(listed.toSorted((a, b) => a.localeCompare(b)));
  });
});
