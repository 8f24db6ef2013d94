import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createLimiter } from "./limiter";

const HOUR = 3_600_000;

let names = 0;
const limiterOf = (limit: number, windowMs = HOUR) =>
  createLimiter({ name: `test-${++names}`, limit, windowMs, onStoreDown: "local" });

describe("a limiter of this process", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("lets exactly the limit pass of parallel attempts", async () => {
    const limiter = limiterOf(50);
    const decisions = await Promise.all(Array.from({ length: 200 }, () => limiter.consume("ada")));
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(50);
  });

  test("says what is left and when to come back", async () => {
    const name = `test-${++names}`;
    const limiter = createLimiter({ name, limit: 2, windowMs: 60_000, onStoreDown: "open" });
    const begin = Date.now();
    const common = { rateLimit: name, limit: 2, windowMs: 60_000, source: "store", resetAt: begin + 60_000 };
    expect(await limiter.consume("ada")).toEqual({ ...common, allowed: true, remaining: 1 });
    vi.setSystemTime(begin + 20_000);
    expect(await limiter.consume("ada")).toEqual({ ...common, allowed: true, remaining: 0 });
    expect(await limiter.consume("ada")).toEqual({ ...common, allowed: false, remaining: 0 });
    expect(await limiter.peek("ada")).toEqual({ ...common, allowed: false, remaining: 0 });
    vi.setSystemTime(begin + 60_000);
    expect(await limiter.consume("ada")).toEqual({ ...common, allowed: true, remaining: 0, resetAt: begin + 80_000 });
  });

  test("lets no more than the limit pass across the edge of a window", async () => {
    const limiter = limiterOf(10, 60_000);
    const burst = async () => {
      const decisions = await Promise.all(Array.from({ length: 10 }, () => limiter.consume("ada")));
      return decisions.filter(({ allowed }) => allowed).length;
    };
    vi.setSystemTime(1_800_000_059_999);
    expect(await burst()).toBe(10);
    vi.setSystemTime(1_800_000_060_000);
    expect(await burst()).toBe(0);
    vi.setSystemTime(1_800_000_119_998);
    expect(await burst()).toBe(0);
    vi.setSystemTime(1_800_000_119_999);
    expect(await burst()).toBe(10);
  });

  test("counts nothing when it is only looked at, nor what it refuses", async () => {
    const limiter = limiterOf(1, 60_000);
    const begin = Date.now();
    await limiter.peek("ada");
    expect((await limiter.consume("ada")).allowed).toBe(true);
    vi.setSystemTime(begin + 59_999);
    expect((await limiter.consume("ada")).allowed).toBe(false);
    vi.setSystemTime(begin + 60_000);
    expect((await limiter.consume("ada")).allowed).toBe(true);
  });

  test("weighs an attempt by its cost", async () => {
    const limiter = limiterOf(10);
    expect((await limiter.consume("ada", 8)).remaining).toBe(2);
    expect((await limiter.consume("ada", 3)).allowed).toBe(false);
    expect((await limiter.consume("ada", 2)).remaining).toBe(0);
  });

  test("forgets one key when told to", async () => {
    const limiter = limiterOf(1);
    await limiter.consume("ada|10.0.0.1");
    await limiter.consume("ada|10.0.0.2");
    expect(await limiter.reset("ada|10.0.0.1")).toMatchObject({ allowed: true, remaining: 1, source: "store" });
    expect((await limiter.consume("ada|10.0.0.1")).allowed).toBe(true);
    expect((await limiter.consume("ada|10.0.0.2")).allowed).toBe(false);
  });

  test("goes on counting when the limit of its name changes", async () => {
    const name = `test-${++names}`;
    const few = createLimiter({ name, limit: 2, windowMs: HOUR, onStoreDown: "open" });
    await few.consume("ada");
    await few.consume("ada");
    const more = createLimiter({ name, limit: 3, windowMs: HOUR, onStoreDown: "open" });
    expect(await more.consume("ada")).toMatchObject({ allowed: true, remaining: 0 });
    expect(await few.consume("ada")).toMatchObject({ allowed: false, remaining: 0 });
  });
});
