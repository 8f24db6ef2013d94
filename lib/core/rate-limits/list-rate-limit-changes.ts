import { z } from "zod";
import { listChanges } from "@/lib/core/engine/rate-limits/rule-store";
import { presentUser } from "@/lib/core/members/present";
import { defineVerb } from "@/lib/core/verb/verb";
import { Id } from "@/lib/shared/ids";
import { readCursor, toPage } from "@/lib/shared/page";
import { ListChangesInput, RateLimitChangePage } from "./admin-schemas";

/** Who changed which limit when, newest first. */
export const listRateLimitChanges = defineVerb({
  name: "rateLimits.listChanges",
  access: "admin",
  reads: true,
  input: ListChangesInput,
  output: RateLimitChangePage,
  async run(_ctx, { rateLimit, limit, cursor }) {
    const before = readCursor(cursor, z.tuple([Id]));
    const rows = await listChanges(limit + 1, rateLimit, before?.[0]);
    return toPage(
      rows,
      limit,
      (row) => [row.id],
      (row) => ({
        id: row.id,
        rateLimit: row.rateLimit,
        quota:
          row.limit !== null && row.windowMs !== null ? { limit: row.limit, windowSeconds: row.windowMs / 1000 } : null,
        shadow: row.shadow,
        changedBy: row.changedBy && presentUser(row.changedBy),
        createdAt: row.createdAt.toISOString(),
      }),
    );
  },
});
