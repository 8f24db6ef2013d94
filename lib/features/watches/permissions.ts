import type { Ctx, Member } from "@/lib/core/context";
import { fail } from "@/lib/shared/errors";
import { findWatch, type WatchRow } from "./watch-store";

/** A watch is its owner's alone: for everyone else there is none. */
export const mayUse = ({ actor }: Ctx<Member>, { ownerId }: { ownerId: string }): boolean => ownerId === actor.id;

/**
 * The watch, for its owner.
 * @throws not_found
 */
export async function watchOf(ctx: Ctx<Member>, id: string): Promise<WatchRow> {
  const row = await findWatch(id);
  return row && mayUse(ctx, row) ? row : fail("not_found", "There is no such watch.");
}
