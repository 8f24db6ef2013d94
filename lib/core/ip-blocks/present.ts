import type { BlockLevel } from "@/lib/core/engine/ip-blocks/schemas";
import { presentUser } from "@/lib/core/members/present";
import { findMembers } from "@/lib/core/members/store";
import type { BlockView } from "./schemas";

type Row = Omit<BlockView, "createdAt" | "createdBy" | "expiresAt" | "lastHitAt" | "level"> & {
  level: string;
  createdById: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  lastHitAt: Date | null;
};
type Members = Awaited<ReturnType<typeof findMembers>>;

/** The admins who set these blocks, by id. */
export const authorsOf = (rows: Pick<Row, "createdById">[]): Promise<Members> =>
  findMembers(rows.flatMap((row) => row.createdById ?? []));

/** A block with the name of who set it, out of `authors`. */
export function presentBlock(row: Row, authors: Members): BlockView {
  const { id, range, level, reason, automatic, createdById, createdAt, expiresAt, hits, lastHitAt } = row;
  const author = createdById ? authors.get(createdById) : undefined;
  return {
    id,
    range,
    level: level as BlockLevel,
    reason,
    automatic,
    createdBy: author ? presentUser(author) : null,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    hits,
    lastHitAt: lastHitAt?.toISOString() ?? null,
  };
}
