import { describe, expect, test } from "vitest";
import type { Decision } from "@/lib/kit/limiter/decision";
import { limitHeaders } from "./headers";

const NOW = 1_800_000_000_000;
const decision = (changes: Partial<Decision> = {}): Decision => ({
  rateLimit: "api",
  allowed: true,
  limit: 60,
  windowMs: 60_000,
  remaining: 59,
  resetAt: NOW + 30_000,
  source: "store",
  ...changes,
});

describe("limitHeaders", () => {
  test("names nothing when nothing was limited", () => {
    expect(limitHeaders([], NOW)).toEqual({});
  });

  test("tells quota and window, what is left and until when", () => {
    expect(limitHeaders([decision()], NOW)).toEqual({
      "ratelimit-policy": '"api";q=60;w=60',
      ratelimit: '"api";r=59;t=30',
    });
  });

  test("lists several rate limits, and one that was counted twice once, as it is now", () => {
    const brew = decision({
      rateLimit: "brew",
      limit: 50,
      windowMs: 3_600_000,
      remaining: 0,
      resetAt: NOW + 1_800_000,
    });
    expect(limitHeaders([decision(), brew, decision({ remaining: 58 })], NOW)).toEqual({
      "ratelimit-policy": '"api";q=60;w=60, "brew";q=50;w=3600',
      ratelimit: '"api";r=58;t=30, "brew";r=0;t=1800',
    });
  });

  test("says when to come back after a refusal: a whole second at least, the longest wait of all", () => {
    const refused = (resetAt: number, rateLimit = "api") =>
      decision({ rateLimit, allowed: false, remaining: 0, resetAt });
    expect(limitHeaders([refused(NOW + 1)], NOW)["retry-after"]).toBe("1");
    expect(limitHeaders([refused(NOW - 5_000)], NOW)).toMatchObject({ "retry-after": "1", ratelimit: '"api";r=0;t=0' });
    expect(limitHeaders([refused(NOW + 30_001), refused(NOW + 9_000, "auth")], NOW)["retry-after"]).toBe("31");
  });
});
