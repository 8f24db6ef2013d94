import { expect, test } from "vitest";
import { countBytes, countFrame, newTraffic } from "./traffic";

test("lets a burst of a megabyte pass, then 128 kB a second", () => {
  const traffic = newTraffic(0);
  expect(countBytes(traffic, 1024 * 1024, 0)).toBe(true);
  expect(countBytes(traffic, 1, 0)).toBe(false);
  expect(countBytes(traffic, 128 * 1024 - 1, 1_000)).toBe(true);
  expect(countBytes(traffic, 1024 * 1024, 60_000)).toBe(true);
});

test("lets a burst of 600 frames pass, then a hundred a second, whatever the clock does", () => {
  const traffic = newTraffic(10_000);
  const passed = (at: number) => Array.from({ length: 601 }, () => countFrame(traffic, at)).filter(Boolean).length;
  expect(passed(10_000)).toBe(600);
  expect(countFrame(traffic, 5_000)).toBe(false);
  expect(countFrame(traffic, 6_000)).toBe(true);
});
