import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { succeedsWithin, withDeadline, within } from "./deadline";

const never = new Promise<string>(() => {});
const after = (ms: number) => new Promise<string>((resolve) => setTimeout(() => resolve("done"), ms));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setImmediate"] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("within", () => {
  test("gives what the task gives in time, and leaves no timer behind", async () => {
    expect(await within(Promise.resolve("done"), 1_000, "late")).toBe("done");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("gives the other value when the task takes longer", async () => {
    const waiting = within(never, 1_000, "late");
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await waiting).toBe("late");
  });

  test("rejects as the task does", async () => {
    await expect(within(Promise.reject(new Error("broken")), 1_000, "late")).rejects.toThrow("broken");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("takes an answer that is there when the limit is over", async () => {
    let answer = (_words: string) => {};
    const waiting = within(new Promise<string>((resolve) => (answer = resolve)), 1_000, "late");
    setTimeout(() => answer("done"), 1_000);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await waiting).toBe("done");
  });
});

describe("withDeadline", () => {
  test("gives what the task gives in time", async () => {
    const waiting = withDeadline(after(500), 1_000, "it took too long");
    await vi.advanceTimersByTimeAsync(500);
    expect(await waiting).toBe("done");
  });

  test("rejects with the words when the task takes longer", async () => {
    const waiting = expect(withDeadline(never, 1_000, "it took too long")).rejects.toThrow("it took too long");
    await vi.advanceTimersByTimeAsync(1_001);
    await waiting;
  });
});

describe("succeedsWithin", () => {
  test("tells a success from a failure and from what takes longer", async () => {
    expect(await succeedsWithin(Promise.resolve(), 1_000)).toBe(true);
    expect(await succeedsWithin(Promise.reject(new Error("broken")), 1_000)).toBe(false);
    const waiting = succeedsWithin(never, 1_000);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await waiting).toBe(false);
  });
});
