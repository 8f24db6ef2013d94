import { z } from "zod";
import { reportedFeatures, trackedFeatures } from "@/lib/core/engine/activity/types";
import { MemberRef, PublicUser } from "@/lib/core/members/schemas";
import { Id } from "@/lib/shared/ids";
import { knownName } from "@/lib/shared/known-name";
import { Moment } from "@/lib/shared/moment";
import { pageFields, pageOf } from "@/lib/shared/page";

/** Features whose use a client may report. */
const Reported = knownName(reportedFeatures);

/** What was used. */
export const Feature = knownName(trackedFeatures);

const Detail = z.union([
  z
    .string()
    .max(200)
    .regex(/^\P{Cc}*$/u, "must not hold control characters"),
  z.number(),
  z.boolean(),
]);
const DETAILS_MAX = 10;

export const ReportEventInput = z.strictObject({
  userId: MemberRef,
  feature: Reported,
  details: z
    .record(
      z
        .string()
        .min(1)
        .max(40)
        .regex(/^\P{Cc}+$/u),
      Detail,
    )
    .refine((details) => Object.keys(details).length <= DETAILS_MAX, `must have at most ${DETAILS_MAX} entries`)
    .default({}),
});

const entry = {
  id: Id,
  at: z.iso.datetime(),
  /** `login`, `logout`, `login_failed`, `settings_changed`, `use` and the like. */
  action: z.string(),
  feature: z.string(),
  /** How often, where the same was done again within a minute. */
  count: z.number().int().positive(),
  ip: z.string(),
  details: z.record(z.string(), z.unknown()),
};

/** One line of a timeline. */
export const ActivityEntry = z.strictObject(entry);
export type ActivityEntry = z.infer<typeof ActivityEntry>;
export const ActivityPage = pageOf(ActivityEntry);

/** The same as an admin sees it: with who it was, null for visitors and members who left. */
export const MemberActivity = z.strictObject({ ...entry, member: PublicUser.nullable() });
export type MemberActivity = z.infer<typeof MemberActivity>;
export const MemberActivityPage = pageOf(MemberActivity);

const Action = z.string().trim().min(1).max(60);

export const ListActivityInput = z.strictObject({ userId: MemberRef, feature: Feature.optional(), ...pageFields });

const filter = {
  userId: Id.optional(),
  feature: Feature.optional(),
  action: Action.optional(),
  from: Moment.optional(),
  to: Moment.optional(),
};
export const ListAllActivityInput = z.strictObject({ ...filter, ...pageFields });
export const ExportActivityInput = z.strictObject({ ...filter, format: z.enum(["csv", "ndjson"]).default("csv") });
