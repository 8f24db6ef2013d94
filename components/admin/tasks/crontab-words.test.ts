import { expect, test } from "vitest";
import { crontabWords } from "./crontab-words";

test.each([
  ["* * * * *", "every minute"],
  ["*/5 * * * *", "every 5 minutes"],
  ["7 * * * *", "every hour, 7 minutes past"],
  ["0 2 * * *", "daily at 02:00 UTC"],
  ["0 2 * * 1", "0 2 * * 1 UTC"],
])("says %s as %s", (crontab, words) => {
  expect(crontabWords(crontab)).toBe(words);
});
