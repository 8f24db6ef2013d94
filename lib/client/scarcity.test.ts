import { expect, test } from "vitest";
import { scarcity } from "./scarcity";

const chat = (remaining: number, limit = 50) => ({ policy: "chat", limit, remaining, resetAt: 1_000 });

test.each([
  ["plenty", chat(11), false],
  ["a fifth", chat(10), true],
  ["one", chat(1), true],
  ["nothing", chat(0), true],
  ["nothing of an unknown limit", chat(0, 0), true],
  ["one of four", chat(1, 4), false],
  ["what is not known", null, false],
])("says that it gets scarce with %s left: %s", (_words, limit, says) => {
  expect(scarcity(limit, 0)).toEqual(says ? limit : null);
});

test("says nothing any more once some of it is back", () => {
  expect(scarcity(chat(0), 999)).toEqual(chat(0));
  expect(scarcity(chat(0), 1_000)).toBeNull();
});
