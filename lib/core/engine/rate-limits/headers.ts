import type { Decision } from "@/lib/kit/limiter/decision";

/** Whole seconds from `now` until `at` (epoch milliseconds), rounded up, never negative. */
export const secondsUntil = (at: number, now: number = Date.now()): number => Math.max(0, Math.ceil((at - now) / 1000));

/**
 * The fields of draft-ietf-httpapi-ratelimit-headers for the decisions of one request, such as
 * `ratelimit-policy: "api";q=60;w=60` and `ratelimit: "api";r=59;t=30`, and retry-after in seconds when one refused.
 */
export function limitHeaders(decisions: readonly Decision[], now: number = Date.now()): Record<string, string> {
  if (decisions.length === 0) return {};
  const latest = [...new Map(decisions.map((decision) => [decision.rateLimit, decision])).values()];
  const headers: Record<string, string> = {
    "ratelimit-policy": latest
      .map(({ rateLimit, limit, windowMs }) => `"${rateLimit}";q=${limit};w=${Math.ceil(windowMs / 1000)}`)
      .join(", "),
    ratelimit: latest
      .map(({ rateLimit, remaining, resetAt }) => `"${rateLimit}";r=${remaining};t=${secondsUntil(resetAt, now)}`)
      .join(", "),
  };
  const waits = latest.filter(({ allowed }) => !allowed).map(({ resetAt }) => Math.max(1, secondsUntil(resetAt, now)));
  if (waits.length > 0) headers["retry-after"] = String(Math.max(...waits));
  return headers;
}
