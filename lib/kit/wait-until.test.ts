import { expect, test } from "vitest";
import { waitUntil } from "./wait-until";

test("asks until it is so", async () => {
  let asked = 0;
  expect(await waitUntil(() => ++asked === 3, 60_000, 1)).toBe(true);
  expect(asked).toBe(3);
});

test("asks at least once, and gives up when the time is over", async () => {
  let asked = 0;
  expect(await waitUntil(async () => ++asked > 1_000_000, 0, 1)).toBe(false);
  expect(asked).toBeGreaterThan(0);
  expect(await waitUntil(() => true, 0)).toBe(true);
});
