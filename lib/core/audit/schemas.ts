import { z } from "zod";
import { PublicUser } from "@/lib/core/members/schemas";
import { Id } from "@/lib/shared/ids";
import { Moment } from "@/lib/shared/moment";
import { pageFields, pageOf } from "@/lib/shared/page";

const Facts = z.record(z.string(), z.unknown()).nullable();

export const AuditView = z.strictObject({
  /** Its place in the chain, without a gap from 1. */
  position: z.number().int(),
  at: z.iso.datetime(),
  actor: z.strictObject({
    kind: z.enum(["member", "guest", "system", "anonymous"]),
    id: Id.nullable(),
    /** What of the system acted. */
    name: z.string().nullable(),
    /** Who they are, while they are a member. */
    member: PublicUser.nullable(),
  }),
  /** The member it was done for, where that is not the actor. */
  onBehalfOf: z.strictObject({ id: Id, member: PublicUser.nullable() }).nullable(),
  ip: z.string(),
  action: z.string(),
  target: z.strictObject({ kind: z.string(), id: z.string(), member: PublicUser.nullable() }),
  before: Facts,
  after: Facts,
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditView = z.infer<typeof AuditView>;
export const AuditPage = pageOf(AuditView);

const filter = {
  actorId: Id.optional(),
  /** The id of what it was done to: a member, a block, the name of a rate limit. */
  targetId: z.string().trim().min(1).max(100).optional(),
  action: z.string().trim().min(1).max(60).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
};
export const ListAuditInput = z.strictObject({ ...filter, ...pageFields });
export const ExportAuditInput = z.strictObject({ ...filter, format: z.enum(["csv", "ndjson"]).default("csv") });
