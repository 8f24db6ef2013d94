import { expect, test } from "vitest";
import { dayWords, detailWords, minuteTick, minuteWords } from "./activity-words";

test("says what else is known", () => {
  expect(detailWords({ browser: "Firefox", system: "Windows", kind: "desktop" })).toBe("Firefox on Windows");
  expect(detailWords({ garden: "Rivers", score: 7 })).toBe("garden: Rivers, score: 7");
  expect(detailWords({})).toBe("");
});

test("writes minutes and days for reading", () => {
  expect([0, 59, 60, 125, 629].map(minuteWords)).toEqual(["0 min", "59 min", "1 h", "2 h 5 min", "10.5 h"]);
  expect([0, 59, 90].map(minuteTick)).toEqual(["0", "59m", "1.5h"]);
  expect(dayWords("2026-10-05")).toBe("5 Oct");
});
