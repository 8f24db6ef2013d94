import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createReadLater } from "./read-later";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Notes after how many milliseconds it was read. */
function reader(chance: number) {
  const began = Date.now();
  const reads: number[] = [];
  const later = createReadLater(
    async () => void reads.push(Date.now() - began),
    () => chance,
  );
  return { later, reads };
}

test("spreads those who were asked at the same moment", async () => {
  const readers = [0, 0.5, 0.9].map(reader);
  for (const { later } of readers) later.after(1_000);
  await vi.runAllTimersAsync();
  expect(readers.map(({ reads }) => reads)).toEqual([[1_000], [1_500], [1_900]]);
});

test("reads once for all who ask, when the soonest wants it, and again for whoever asks later", async () => {
  const { later, reads } = reader(0);
  for (const ms of [2_000, 1_000, 3_000]) later.after(ms);
  await vi.runAllTimersAsync();
  expect(reads).toEqual([1_000]);
  later.after(500);
  await vi.runAllTimersAsync();
  expect(reads).toEqual([1_000, 1_500]);
});

test("reads nothing once it is stopped", async () => {
  const { later, reads } = reader(0);
  later.after(1_000);
  later.stop();
  await vi.runAllTimersAsync();
  expect(reads).toEqual([]);
});
