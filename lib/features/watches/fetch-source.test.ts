import { expect, test } from "vitest";
import { waitOf } from "./fetch-source";

const NOW = Date.parse("2026-12-02T09:00:00Z");

test.each([
  ["120", 120_000],
  ["0", 0],
  ["-5", undefined],
  ["Wed, 02 Dec 2026 10:00:00 GMT", 3_600_000],
  ["Wed, 02 Dec 2026 08:00:00 GMT", undefined],
  ["soon", undefined],
  ["1e9", undefined],
  [undefined, undefined],
  ["999999999", 604_800_000],
])("reads Retry-After %s as %s ms", (header, expected) => {
  expect(waitOf(header, NOW)).toBe(expected);
});
