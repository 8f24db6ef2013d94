import { expect, test } from "vitest";
import { scarcity } from "./scarcity";

const left = (remaining: number, limit = 50) => ({ rateLimit: "api", limit, remaining, resetAt: 1_000 });

test.each([
  ["plenty", left(11), false],
  ["a fifth", left(10), true],
  ["one", left(1), true],
  ["nothing", left(0), true],
  ["nothing of an unknown limit", left(0, 0), true],
  ["one of four", left(1, 4), false],
  ["what is not known", null, false],
])("says that it gets scarce with %s left: %s", (_words, limit, says) => {
  expect(scarcity(limit, 0)).toEqual(says ? limit : null);
});

test("says nothing any more once some of it is back", () => {
  expect(scarcity(left(0), 999)).toEqual(left(0));
  expect(scarcity(left(0), 1_000)).toBeNull();
});
