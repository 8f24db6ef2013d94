import { z } from "zod";
import { MemberRef } from "@/lib/core/members/schemas";
import { Id } from "@/lib/shared/ids";
import { KeyedBy, OwnRateLimit } from "./admin-schemas";

export const RateLimitsInput = z.strictObject({
  userId: MemberRef,
  /** Only this one. */
  rateLimit: OwnRateLimit.optional(),
});

/** What a member has left under one rate limit. */
export const RateLimitStatus = z.strictObject({
  rateLimit: z.string(),
  /** What its attempts are counted by. */
  keyedBy: KeyedBy,
  limit: z.number().int(),
  windowSeconds: z.number(),
  /** Null for a rate limit counted by IP when someone else's IP is meant: it is not known here. */
  remaining: z.number().int().nullable(),
  /** When the oldest attempt stops counting; null when none counts. */
  resetAt: z.iso.datetime().nullable(),
});
export type RateLimitStatus = z.infer<typeof RateLimitStatus>;

export const RateLimits = z.strictObject({ userId: Id, rateLimits: z.array(RateLimitStatus) });
