"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { api } from "@/lib/client/api";
import { useMe } from "@/lib/client/member";
import { createReadLater, type ReadLater } from "@/lib/client/read-later";
import { useBackOnline, useLiveEvent } from "@/lib/client/use-live";
import type { PresenceChange } from "@/lib/core/realtime/events";
import type { RoomLink } from "@/lib/features/rooms/client/room-link";
import { hearRoomPresence } from "@/lib/features/rooms/client/room-presence";
import type { RoomChanged, RoomMember } from "@/lib/features/rooms/schemas";
import type { Page } from "@/lib/shared/page";

/** Members that are listed; a room may have more. */
export const MEMBERS_LISTED = 100;
/** Comings and goings are gathered before the list is read again, in milliseconds. */
const GATHER_MS = 1_500;
/** So are those who close their last tab: when they were last seen is in no hurry, and the list may be long. */
const GATHER_SEEN_MS = 15_000;

/**
 * The members of a room, read again when someone joins or goes, after the connection broke, and, while `showsSeen`, when
 * someone was last seen. The link is lost when it is the reader who goes.
 */
export function useRoomMembers(link: RoomLink, first: readonly RoomMember[], showsSeen: boolean) {
  const me = useMe();
  const [members, setMembers] = useState(first);
  const shown = useRef(members);
  const show = useCallback((next: readonly RoomMember[]) => {
    shown.current = next;
    setMembers(next);
  }, []);
  const { roomId } = link;
  const lacksSeen = useRef(false);
  const later = useReadLater(
    useCallback(async () => {
      lacksSeen.current = false;
      show(await readMembers(roomId));
    }, [roomId, show]),
  );
  useEffect(() => {
    if (showsSeen && lacksSeen.current) later.after(GATHER_MS);
  }, [showsSeen, later]);
  useBackOnline(useCallback(() => later.after(GATHER_MS), [later]));
  useLiveEvent(
    "room:changed",
    useCallback(
      ({ roomId: changed, change, userId }: RoomChanged) => {
        if (changed !== roomId) return;
        const isGone = change === "left" || change === "removed";
        if (change === "deleted" || (isGone && userId === me.id)) return link.state.set("lost");
        if (isGone) show(shown.current.filter(({ user }) => user.id !== userId));
        if (change === "joined") later.after(GATHER_MS);
        return undefined;
      },
      [link, roomId, me.id, show, later],
    ),
  );
  useLiveEvent(
    "presence",
    useCallback(
      (change: PresenceChange) => {
        const { members: next, lacks } = hearRoomPresence(shown.current, change);
        show(next);
        lacksSeen.current ||= lacks === "seen";
        if (lacks === "all" || (lacks === "seen" && showsSeen)) later.after(GATHER_SEEN_MS);
      },
      [show, later, showsSeen],
    ),
  );
  return members;
}

function useReadLater(read: () => Promise<void>): ReadLater {
  const later = useMemo(() => createReadLater(read), [read]);
  useEffect(() => () => later.stop(), [later]);
  return later;
}

async function readMembers(roomId: string): Promise<RoomMember[]> {
  const page = await api<Page<RoomMember>>("GET", `/rooms/${roomId}/members?limit=${MEMBERS_LISTED}`);
  return page.items;
}
