import type { GroupOffer } from "@/lib/core/groups/registry";
import { canStartIn } from "./permissions";
import { presentRoom } from "./present";
import { findRoomView } from "./room-view-store";
import { roomTitle } from "./room-words";
import { findStanding } from "./standing-store";
import { listMemberIds } from "./store";

/** Rooms as sets of members that something can be started with. */
export const roomGroups: GroupOffer = {
  find: async (ctx, id) => {
    const row = await findRoomView(ctx.actor.id, id);
    if (!row?.role) return undefined;
    return { id, label: roomTitle(presentRoom(row)), url: `/rooms/${id}` };
  },
  memberIds: listMemberIds,
  canStart: async (ctx, id) => {
    const standing = await findStanding(id, ctx.actor.id);
    return standing !== undefined && canStartIn(standing);
  },
};
