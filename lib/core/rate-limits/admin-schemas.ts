import { z } from "zod";
import { memberRateLimitNames, ownRateLimitNames, rateLimitNames } from "@/lib/core/engine/rate-limits/types";
import { PublicUser } from "@/lib/core/members/schemas";
import { RATE_LIMIT_MAX, RATE_WINDOW_MAX } from "@/lib/shared/bounds";
import { Id } from "@/lib/shared/ids";
import { knownName } from "@/lib/shared/known-name";
import { Moment } from "@/lib/shared/moment";
import { pageFields, pageOf, wholeNumber } from "@/lib/shared/page";

/** A limit by its name. */
export const RateLimitName = knownName(rateLimitNames);

/** One of which a member is told what is left. */
export const OwnRateLimit = knownName(ownRateLimitNames);

/** One that counts members: only of those a member can have another. */
export const MemberRateLimit = knownName(memberRateLimitNames);

/** What attempts are counted by: the account tried, the IP, the member, or what a secret is for. */
export const KeyedBy = z.enum(["account", "ip", "member", "secret"]);

const whole = z.number("must be a whole number").int("must be a whole number");
const limit = whole.min(1, "must be at least 1").max(RATE_LIMIT_MAX, "must be at most 1,000,000");
const windowSeconds = whole.min(1, "must be at least a second").max(RATE_WINDOW_MAX, "must be at most 7 days");
const count = z.number().int().nonnegative();

const Quota = z.strictObject({ limit, windowSeconds });

/** A rate limit as it is now, and what it decided in the processes that run, each since it began. */
export const RateLimitState = z.strictObject({
  rateLimit: RateLimitName,
  keyedBy: KeyedBy,
  defaults: Quota,
  limit,
  windowSeconds,
  /** Counts what it would refuse, and lets it pass. */
  shadow: z.boolean(),
  counts: z.strictObject({ allowed: count, refused: count, shadowed: count, local: count, open: count }),
});
export type RateLimitState = z.infer<typeof RateLimitState>;
export const RateLimitStates = z.strictObject({ items: z.array(RateLimitState), nextCursor: z.null() });

export const ChangeRateLimitInput = z.strictObject({
  rateLimit: RateLimitName,
  /** Null goes back to the default. */
  quota: Quota.nullable(),
  shadow: z.boolean().default(false),
});

export const RateLimitChangeView = z.strictObject({
  id: Id,
  rateLimit: z.string(),
  quota: Quota.nullable(),
  shadow: z.boolean(),
  changedBy: PublicUser.nullable(),
  createdAt: z.iso.datetime(),
});
export type RateLimitChangeView = z.infer<typeof RateLimitChangeView>;
export const ListChangesInput = z.strictObject({ rateLimit: RateLimitName.optional(), ...pageFields });
export const RateLimitChangePage = pageOf(RateLimitChangeView);

export const OverrideView = z.strictObject({
  member: PublicUser,
  rateLimit: z.string(),
  limit,
  windowSeconds,
  expiresAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});
export type OverrideView = z.infer<typeof OverrideView>;
export const ListOverridesInput = z.strictObject({ userId: Id.optional(), ...pageFields });
export const OverridePage = pageOf(OverrideView);
export const SetOverrideInput = z.strictObject({
  userId: Id,
  rateLimit: MemberRateLimit,
  limit,
  windowSeconds,
  expiresAt: Moment.optional(),
});

export const ViolationView = z.strictObject({
  id: Id,
  rateLimit: z.string(),
  key: z.string(),
  member: PublicUser.nullable(),
  ip: z.string(),
  /** The limit that was met. */
  reason: z.string(),
  shadow: z.boolean(),
  /** Refusals of this key counted together. */
  count,
  createdAt: z.iso.datetime(),
});
export type ViolationView = z.infer<typeof ViolationView>;
export const ListViolationsInput = z.strictObject({ rateLimit: RateLimitName.optional(), ...pageFields });
export const ViolationPage = pageOf(ViolationView);

export const Offender = z.strictObject({
  rateLimit: z.string(),
  key: z.string(),
  member: PublicUser.nullable(),
  refusals: count,
  lastAt: z.iso.datetime(),
});
export type Offender = z.infer<typeof Offender>;
export const ListOffendersInput = z.strictObject({
  hours: wholeNumber(1, 168).default(24),
  limit: pageFields.limit,
});
export const OffenderList = z.strictObject({ items: z.array(Offender), nextCursor: z.null() });
