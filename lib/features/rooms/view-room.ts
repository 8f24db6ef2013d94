import type { Ctx, Member } from "@/lib/core/context";
import { fail } from "@/lib/shared/errors";
import { canSeeRoom } from "./permissions";
import { presentRoom } from "./present";
import { findRoomView } from "./room-view-store";
import type { Room } from "./schemas";

/** The room as the caller sees it. Errors: not_found. */
export async function viewRoom(ctx: Ctx<Member>, roomId: string): Promise<Room> {
  const row = await findRoomView(ctx.actor.id, roomId);
  return row && canSeeRoom(row) ? presentRoom(row) : fail("not_found");
}
