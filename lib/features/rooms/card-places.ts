import type { CardAcceptor } from "@/lib/core/cards/registry";
import { listRooms } from "./list-rooms";
import { postCard } from "./post-card";
import { roomTitle } from "./room-words";

/** Rooms as places of cards: the member's own, last active first. */
export const cardPlaces: CardAcceptor = {
  places: async (ctx, asked) => {
    const { items, nextCursor } = await listRooms(ctx, { ...asked, scope: "joined" });
    return { items: items.map((room) => ({ id: room.id, label: roomTitle(room) })), nextCursor };
  },
  put: async (ctx, roomId, sharing) => {
    const { seq } = await postCard(ctx, { roomId, ...sharing });
    return `/rooms/${roomId}?message=${seq}`;
  },
};
