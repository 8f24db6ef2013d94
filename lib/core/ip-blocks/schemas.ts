import { z } from "zod";
import { BlockLevel } from "@/lib/core/engine/ip-blocks/schemas";
import { PublicUser } from "@/lib/core/members/schemas";
import { Id } from "@/lib/shared/ids";
import { pageFields, pageOf } from "@/lib/shared/page";

export const BlockView = z.strictObject({
  id: Id,
  /** An IP or range in CIDR form. */
  range: z.string(),
  level: BlockLevel,
  reason: z.string(),
  /** True when Throng set it by itself. */
  automatic: z.boolean(),
  /** The admin who set it, while they are a member. */
  createdBy: PublicUser.nullable(),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  /** How often it turned something away, and when last. */
  hits: z.number().int(),
  lastHitAt: z.iso.datetime().nullable(),
});
export type BlockView = z.infer<typeof BlockView>;

export const ListBlocksInput = z.strictObject(pageFields);
export const BlockPage = pageOf(BlockView);

export const CreateBlockInput = z.strictObject({
  /** An IP, which means its /64 if it is IPv6, or a range such as 203.0.113.0/24 or 2001:db8::/48. */
  range: z.string("is required").trim().min(2).max(50),
  level: BlockLevel.default("all"),
  reason: z.string("is required").trim().min(1, "is required").max(200),
  /** Minutes until it ends by itself; for ever without. */
  minutes: z
    .number()
    .int()
    .min(1)
    .max(366 * 24 * 60)
    .optional(),
});
