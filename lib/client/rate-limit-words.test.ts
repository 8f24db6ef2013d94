import { expect, test } from "vitest";
import { quotaWords } from "./rate-limit-words";

test.each([
  [{ limit: 60, windowSeconds: 60 }, "60 per minute"],
  [{ limit: 5, windowSeconds: 300 }, "5 per 5 minutes"],
  [{ limit: 1_000, windowSeconds: 3_600 }, "1,000 per hour"],
  [{ limit: 2, windowSeconds: 90 }, "2 per 90 seconds"],
  [{ limit: 9, windowSeconds: 604_800 }, "9 per 7 days"],
])("says %o as %s", (quota, text) => expect(quotaWords(quota)).toBe(text));
