"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "@/lib/client/api";
import { insist } from "@/lib/client/insist";
import { useMe } from "@/lib/client/member";
import type { RoomLink } from "@/lib/client/room-link";
import { useLiveEvent } from "@/lib/client/use-live";
import type { RoomChanged, RoomMember } from "@/lib/features/rooms/schemas";
import type { Page } from "@/lib/shared/page";

/** Members that are listed; a room may have more. */
export const MEMBERS_LISTED = 100;
/** Comings and goings are gathered before the list is read again, in milliseconds. */
const GATHER_MS = 1_500;

/** The members of a room, read again when someone joins or goes. The link is lost when it is the reader who goes. */
export function useRoomMembers(link: RoomLink, first: readonly RoomMember[]): readonly RoomMember[] {
  const me = useMe();
  const [members, setMembers] = useState(first);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLiveEvent(
    "room:changed",
    useCallback(
      ({ roomId, change, userId }: RoomChanged) => {
        if (roomId !== link.roomId) return;
        const isGone = change === "left" || change === "removed";
        if (change === "deleted" || (isGone && userId === me.id)) return link.state.set("lost");
        if (isGone) setMembers((current) => current.filter(({ user }) => user.id !== userId));
        if (change !== "joined") return undefined;
        clearTimeout(timer.current);
        timer.current = setTimeout(() => void insist(async () => setMembers(await readMembers(roomId))), GATHER_MS);
        return undefined;
      },
      [link, me.id],
    ),
  );
  return members;
}

async function readMembers(roomId: string): Promise<RoomMember[]> {
  const page = await api<Page<RoomMember>>("GET", `/rooms/${roomId}/members?limit=${MEMBERS_LISTED}`);
  return page.items;
}
