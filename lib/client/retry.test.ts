import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refusal, type RefusalCode } from "./refusal";
import { retry } from "./retry";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** After how many milliseconds each try came, of work that is refused `times` times. */
async function triesOf(times: number, code: RefusalCode, retryAfter?: number): Promise<number[]> {
  const began = Date.now();
  const tries: number[] = [];
  const done = retry(async () => {
    tries.push(Date.now() - began);
    if (tries.length <= times) throw new Refusal(code, "no", [], retryAfter);
  });
  await vi.runAllTimersAsync();
  await done;
  return tries;
}

test("tries again, ever later, until it is done, and lets it be after five tries", async () => {
  expect(await triesOf(0, "offline")).toEqual([0]);
  expect(await triesOf(2, "unavailable")).toEqual([0, 1_500, 4_500]);
  expect(await triesOf(9, "internal")).toEqual([0, 1_500, 4_500, 10_500, 22_500]);
});

test("waits as long as a limit says, and does not try again what stays refused", async () => {
  expect(await triesOf(1, "rate_limited", 20)).toEqual([0, 20_000]);
  expect(await triesOf(1, "forbidden")).toEqual([0]);
});
