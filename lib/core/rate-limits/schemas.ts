import { z } from "zod";
import { MemberRef } from "@/lib/core/members/schemas";
import { Id } from "@/lib/shared/ids";
import { KeyedBy, Policy } from "./admin-schemas";

export const RateLimitsInput = z.strictObject({
  userId: MemberRef,
  /** Only this one. */
  policy: Policy.optional(),
});

/** What a member has left under one policy. */
export const PolicyStatus = z.strictObject({
  policy: z.string(),
  /** What its attempts are counted by. */
  keyedBy: KeyedBy,
  limit: z.number().int(),
  windowSeconds: z.number(),
  /** Null for a policy counted by address when someone else's address is meant: it is not known here. */
  remaining: z.number().int().nullable(),
  /** When the oldest attempt stops counting; null when none counts. */
  resetAt: z.iso.datetime().nullable(),
});
export type PolicyStatus = z.infer<typeof PolicyStatus>;

export const RateLimits = z.strictObject({ userId: Id, policies: z.array(PolicyStatus) });
