import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Circuit } from "./circuit";

const hanging = () => new Promise<never>(() => undefined);

describe("Circuit", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setImmediate", "performance"] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("gives what the task gives", async () => {
    expect(await new Circuit("test").attempt(async () => "answer")).toBe("answer");
    expect(vi.getTimerCount()).toBe(0);
  });

  test("waits 200 ms for an answer, not longer", async () => {
    let settled = false;
    const attempt = new Circuit("test").attempt(hanging).finally(() => {
      settled = true;
    });
    await vi.advanceTimersByTimeAsync(199);
    expect(settled).toBe(false);
    await vi.advanceTimersByTimeAsync(2);
    expect(await attempt).toBeUndefined();
  });

  test("prefers an answer that arrived while the event loop was busy", async () => {
    let answer: (text: string) => void = () => undefined;
    const attempt = new Circuit("test").attempt(() => new Promise<string>((resolve) => (answer = resolve)));
    setTimeout(() => setImmediate(() => answer("late, but there")), 199);
    await vi.advanceTimersByTimeAsync(201);
    expect(await attempt).toBe("late, but there");
  });

  test("leaves a failing store alone, then tries it with one request at a time", async () => {
    const circuit = new Circuit("test");
    await circuit.attempt(() => Promise.reject(new Error("down")));
    const task = vi.fn(hanging);
    expect(await circuit.attempt(task)).toBeUndefined();
    expect(task).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_500);
    const first = circuit.attempt(task);
    expect(await circuit.attempt(task)).toBeUndefined();
    expect(task).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(201);
    expect(await first).toBeUndefined();
  });

  test("is whole again after one success", async () => {
    const circuit = new Circuit("test");
    await circuit.attempt(() => Promise.reject(new Error("down")));
    await vi.advanceTimersByTimeAsync(1_500);
    expect(await circuit.attempt(async () => "up")).toBe("up");
    expect(await circuit.attempt(async () => "up")).toBe("up");
  });
});
