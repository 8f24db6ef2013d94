import "@/lib/core/testing/planted";
import { describe, expect, test } from "vitest";
import { EnvironmentError } from "@/lib/kit/env";
import { readRateLimits } from "./rate-limits";

const read = (RATE_LIMITS?: string) => readRateLimits({ RATE_LIMITS });

describe("readRateLimits", () => {
  test("has the documented defaults", () => {
    const rows = [...read()].map(([name, { limit, windowMs, keyedBy, onStoreDown }]) =>
      [name, limit, windowMs / 1_000, keyedBy, onStoreDown].join(" "),
    );
    expect(rows).toEqual([
      "login 5 300 account local",
      "auth 10 300 ip local",
      "register 3 3600 ip local",
      "api 60 60 member open",
      "general 100 3600 ip open",
      "pages 300 60 ip open",
      "settings 30 60 member open",
      "brew 50 3600 member open",
      "taste 20 3600 member open",
      "seat 4 60 secret open",
      "kettle 10 60 member local",
    ]);
  });

  test("changes limit and window of the named rate limits alone", () => {
    const changed = read(" api=120/1m, brew = 200 / 2h ,");
    expect(changed.get("api")).toMatchObject({ limit: 120, windowMs: 60_000, keyedBy: "member", onStoreDown: "open" });
    expect(changed.get("brew")).toMatchObject({ limit: 200, windowMs: 7_200_000 });
    expect(changed.get("login")).toEqual(read().get("login"));
    expect(read().get("api")?.limit).toBe(60);
  });

  test.each([
    ["api", "is not like api=120/1m"],
    ["api=120", "is not like api=120/1m"],
    ["api=120/minute", "is not like api=120/1m"],
    ["api=-1/1m", "is not like api=120/1m"],
    ["api=1.5/1m", "is not like api=120/1m"],
    ["posts=1/1m", "names no rate limit"],
    ["constructor=1/1m", "names no rate limit"],
    ["api=0/1m", "must allow between 1 and 1000000"],
    ["api=1000001/1m", "must allow between 1 and 1000000"],
    ["api=1/999ms", "must have a window between 1s and 7d"],
    ["api=1/8d", "must have a window between 1s and 7d"],
    ["api=2/1m", "names api a second time"],
  ])("refuses %s in one sentence", (entry, why) => {
    const given = why.includes("second") ? `api=1/1m,${entry}` : `brew=1/1m,${entry}`;
    expect(() => read(given)).toThrow(EnvironmentError);
    expect(() => read(given)).toThrow(`RATE_LIMITS: "${entry}" ${why}`);
  });
});
