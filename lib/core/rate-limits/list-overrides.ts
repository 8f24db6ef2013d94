import { z } from "zod";
import { listOverrides as findOverrides } from "@/lib/core/engine/rate-limits/rule-store";
import { presentUser } from "@/lib/core/members/present";
import { defineVerb } from "@/lib/core/verb/verb";
import { Id } from "@/lib/shared/ids";
import { readCursor, toPage } from "@/lib/shared/page";
import { ListOverridesInput, OverridePage } from "./admin-schemas";

/** Members with another limit than the rate limit's, by member. */
export const listOverrides = defineVerb({
  name: "rateLimits.listOverrides",
  access: "admin",
  reads: true,
  input: ListOverridesInput,
  output: OverridePage,
  async run(_ctx, { userId, limit, cursor }) {
    const after = readCursor(cursor, z.tuple([Id, z.string()]));
    const rows = await findOverrides(limit + 1, userId, after && { userId: after[0], rateLimit: after[1] });
    return toPage(
      rows,
      limit,
      (row) => [row.userId, row.rateLimit],
      (row) => ({
        member: presentUser(row.user),
        rateLimit: row.rateLimit,
        limit: row.limit,
        windowSeconds: row.windowMs / 1000,
        expiresAt: row.expiresAt?.toISOString() ?? null,
        createdAt: row.createdAt.toISOString(),
      }),
    );
  },
});
