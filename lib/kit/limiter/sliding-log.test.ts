import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grainOf, type Quota, SlidingLog } from "./sliding-log";

const START = 1_800_000_000_000;

/** The window as one would say it: what passed in the last `windowMs` counts. */
class Model {
  private readonly passed: { at: number; cost: number }[] = [];

  constructor(private readonly windowMs: number) {}

  counting(now: number) {
    return this.passed.filter(({ at }) => at > now - this.windowMs);
  }

  used(now: number): number {
    return this.counting(now).reduce((sum, { cost }) => sum + cost, 0);
  }

  add(at: number, cost: number): void {
    this.passed.push({ at, cost });
  }

  /** The first moment at which `cost` fits, by trying each moment at which something leaves. */
  fitsAt(now: number, cost: number, limit: number): number {
    const moments = this.counting(now).map(({ at }) => at + this.windowMs);
    return moments.find((moment) => this.used(moment) + cost <= limit) ?? Number.NaN;
  }
}

const steps = (mostCost: number) =>
  fc.array(fc.record({ wait: fc.integer({ min: 0, max: 400 }), cost: fc.integer({ min: 1, max: mostCost }) }), {
    maxLength: 120,
  });

describe("SlidingLog", () => {
  test("decides as a plain list of attempts would, to the millisecond", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 900 }),
        steps(4),
        (limit, windowMs, all) => {
          const quota: Quota = { limit, windowMs };
          const log = new SlidingLog();
          const model = new Model(windowMs);
          let now = START;
          for (const { wait, cost } of all) {
            now += wait;
            const fits = model.used(now) + cost <= limit;
            expect(log.look("key", quota, cost, now).allowed).toBe(fits);
            const verdict = log.take("key", quota, cost, now);
            if (fits) model.add(now, cost);
            expect(verdict.allowed).toBe(fits);
            expect(verdict.remaining).toBe(limit - model.used(now));
            if (fits) expect(verdict.resetAt).toBe((model.counting(now)[0]?.at ?? 0) + windowMs);
            else expect(verdict.resetAt).toBe(cost > limit ? now + windowMs : model.fitsAt(now, cost, limit));
          }
        },
      ),
    );
  });

  test("is never looser above 256, and stricter by a grain of the window at most", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 2_000 }),
        fc.integer({ min: 500, max: 90_000 }),
        steps(500),
        (limit, windowMs, all) => {
          const quota: Quota = { limit, windowMs };
          const log = new SlidingLog();
          const exact = new Model(windowMs);
          const wide = new Model(windowMs + grainOf(quota));
          let now = START;
          for (const { wait, cost } of all) {
            now += wait;
            const { allowed } = log.take("key", quota, cost, now);
            if (allowed) expect(exact.used(now) + cost).toBeLessThanOrEqual(limit);
            else expect(wide.used(now) + cost).toBeGreaterThan(limit);
            if (allowed) for (const model of [exact, wide]) model.add(now, cost);
          }
        },
      ),
    );
  });

  test("keeps keys apart, and forgets one alone", () => {
    const log = new SlidingLog();
    const quota = { limit: 1, windowMs: 1_000 };
    expect(log.take("a", quota, 1, START).allowed).toBe(true);
    expect(log.take("b", quota, 1, START).allowed).toBe(true);
    log.forget("a");
    expect(log.take("a", quota, 1, START).allowed).toBe(true);
    expect(log.take("b", quota, 1, START).allowed).toBe(false);
  });

  test("never holds more keys than it may, whatever comes", () => {
    const log = new SlidingLog(100);
    const quota = { limit: 5, windowMs: 60_000 };
    for (let i = 0; i < 1_000; i++) log.take(`key ${i}`, quota, 1, START);
    expect(log.size).toBe(100);
  });

  test("lets keys go that nobody used for a window", () => {
    const log = new SlidingLog();
    const quota = { limit: 5, windowMs: 1_000 };
    for (let i = 0; i < 100; i++) log.take(`old ${i}`, quota, 1, START);
    for (let i = 0; i < 100; i++) log.take(`new ${i}`, quota, 1, START + 1_000);
    expect(log.size).toBeLessThanOrEqual(101);
    expect(log.take("new 0", quota, 5, START + 1_000).allowed).toBe(false);
  });

  test("gives nobody a fresh window when the clock steps back", () => {
    const log = new SlidingLog();
    const quota = { limit: 2, windowMs: 1_000 };
    log.take("key", quota, 1, START);
    log.take("key", quota, 1, START - 5_000);
    expect(log.take("key", quota, 1, START - 5_000).allowed).toBe(false);
    expect(log.take("key", quota, 1, START + 999).allowed).toBe(false);
    expect(log.take("key", quota, 1, START + 1_000).allowed).toBe(true);
  });

  test("takes over what another counter saw, and never less than it knows", () => {
    const log = new SlidingLog();
    const quota = { limit: 5, windowMs: 1_000 };
    log.take("key", quota, 2, START);
    log.raise("key", quota, 4, START);
    log.raise("key", quota, 1, START);
    expect(log.look("key", quota, 1, START).remaining).toBe(1);
  });
});
