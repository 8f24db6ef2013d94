"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { api } from "@/lib/client/api";
import { insist } from "@/lib/client/insist";
import { useMe } from "@/lib/client/member";
import type { RoomLink } from "@/lib/client/room-link";
import { hearRoomPresence } from "@/lib/client/room-presence";
import { useLiveEvent } from "@/lib/client/use-live";
import type { PresenceChange } from "@/lib/client/wire";
import type { RoomChanged, RoomMember } from "@/lib/features/rooms/schemas";
import type { Page } from "@/lib/shared/page";

/** Members that are listed; a room may have more. */
export const MEMBERS_LISTED = 100;
/** Comings and goings are gathered before the list is read again, in milliseconds. */
const GATHER_MS = 1_500;
/** So are those who close their last tab: when they were last seen is in no hurry, and the list may be long. */
const GATHER_SEEN_MS = 15_000;

/**
 * The members of a room, read again when someone joins or goes, and soon after one was last seen. The link is lost when it is
 * the reader who goes.
 */
export function useRoomMembers(link: RoomLink, first: readonly RoomMember[]): readonly RoomMember[] {
  const me = useMe();
  const [members, setMembers] = useState(first);
  const shown = useRef(members);
  const show = useCallback((next: readonly RoomMember[]) => {
    shown.current = next;
    setMembers(next);
  }, []);
  const { roomId } = link;
  const readAfter = useReadAgain(useCallback(async () => show(await readMembers(roomId)), [roomId, show]));
  useLiveEvent(
    "room:changed",
    useCallback(
      ({ roomId: changed, change, userId }: RoomChanged) => {
        if (changed !== roomId) return;
        const isGone = change === "left" || change === "removed";
        if (change === "deleted" || (isGone && userId === me.id)) return link.state.set("lost");
        if (isGone) show(shown.current.filter(({ user }) => user.id !== userId));
        if (change === "joined") readAfter(GATHER_MS);
        return undefined;
      },
      [link, roomId, me.id, show, readAfter],
    ),
  );
  useLiveEvent(
    "presence",
    useCallback(
      (change: PresenceChange) => {
        const { members: next, isStale } = hearRoomPresence(shown.current, change);
        show(next);
        if (isStale) readAfter(GATHER_SEEN_MS);
      },
      [show, readAfter],
    ),
  );
  return members;
}

/** Reads after a while, and once for all who ask until then; the soonest counts. */
function useReadAgain(read: () => Promise<void>): (ms: number) => void {
  const planned = useRef<{ timer: ReturnType<typeof setTimeout>; at: number }>(undefined);
  useEffect(() => () => clearTimeout(planned.current?.timer), []);
  return useCallback(
    (ms: number) => {
      const at = Date.now() + ms;
      if (planned.current && planned.current.at <= at) return;
      clearTimeout(planned.current?.timer);
      const timer = setTimeout(() => {
        planned.current = undefined;
        void insist(read);
      }, ms);
      planned.current = { timer, at };
    },
    [read],
  );
}

async function readMembers(roomId: string): Promise<RoomMember[]> {
  const page = await api<Page<RoomMember>>("GET", `/rooms/${roomId}/members?limit=${MEMBERS_LISTED}`);
  return page.items;
}
