import { z } from "zod";
import { memberPolicyNames, policyNames } from "@/lib/core/engine/rate-limits/types";
import { PublicUser } from "@/lib/core/members/schemas";
import { RATE_LIMIT_MAX, RATE_WINDOW_MAX } from "@/lib/shared/bounds";
import { Id } from "@/lib/shared/ids";
import { knownName } from "@/lib/shared/known-name";
import { Moment } from "@/lib/shared/moment";
import { pageFields, pageOf, wholeNumber } from "@/lib/shared/page";

/** A limit by its name. */
export const Policy = knownName(policyNames);

/** One that counts members: only of those a member can have another. */
export const MemberPolicy = knownName(memberPolicyNames);

/** What attempts are counted by: the account tried, the network address, or the member. */
export const KeyedBy = z.enum(["account", "address", "member"]);

const whole = z.number("must be a whole number").int("must be a whole number");
const limit = whole.min(1, "must be at least 1").max(RATE_LIMIT_MAX, "must be at most 1,000,000");
const windowSeconds = whole.min(1, "must be at least a second").max(RATE_WINDOW_MAX, "must be at most 7 days");
const count = z.number().int().nonnegative();

const Quota = z.strictObject({ limit, windowSeconds });

/** A policy as it is now, and what it decided in the processes that run, each since it began. */
export const PolicyState = z.strictObject({
  policy: Policy,
  keyedBy: KeyedBy,
  byDefault: Quota,
  limit,
  windowSeconds,
  /** Counts what it would refuse, and lets it pass. */
  shadow: z.boolean(),
  counts: z.strictObject({ allowed: count, refused: count, shadowed: count, local: count, open: count }),
});
export type PolicyState = z.infer<typeof PolicyState>;
export const PolicyStates = z.strictObject({ items: z.array(PolicyState), nextCursor: z.null() });

export const ChangePolicyInput = z.strictObject({
  policy: Policy,
  /** Null goes back to the default. */
  quota: Quota.nullable(),
  shadow: z.boolean().default(false),
});

export const PolicyChangeView = z.strictObject({
  id: Id,
  policy: z.string(),
  quota: Quota.nullable(),
  shadow: z.boolean(),
  changedBy: PublicUser.nullable(),
  createdAt: z.iso.datetime(),
});
export type PolicyChangeView = z.infer<typeof PolicyChangeView>;
export const ListChangesInput = z.strictObject({ policy: Policy.optional(), ...pageFields });
export const PolicyChangePage = pageOf(PolicyChangeView);

export const OverrideView = z.strictObject({
  member: PublicUser,
  policy: z.string(),
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
  policy: MemberPolicy,
  limit,
  windowSeconds,
  expiresAt: Moment.optional(),
});

export const ViolationView = z.strictObject({
  id: Id,
  policy: z.string(),
  key: z.string(),
  member: PublicUser.nullable(),
  address: z.string(),
  /** The limit that was met. */
  reason: z.string(),
  shadow: z.boolean(),
  /** Refusals of this key counted together. */
  count,
  createdAt: z.iso.datetime(),
});
export type ViolationView = z.infer<typeof ViolationView>;
export const ListViolationsInput = z.strictObject({ policy: Policy.optional(), ...pageFields });
export const ViolationPage = pageOf(ViolationView);

export const Offender = z.strictObject({
  policy: z.string(),
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
