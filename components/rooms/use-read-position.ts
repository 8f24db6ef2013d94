"use client";

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useConnectionState, useLive } from "@/lib/client/use-live";
import { useRoomsStore } from "@/lib/features/rooms/client/rooms-provider";
import { setReading } from "@/lib/features/rooms/client/rooms-store";

/** Reading is told at most this often, in milliseconds. */
const PAUSE_MS = 400;

const isVisible = () => document.visibilityState === "visible";

function subscribeToVisibility(listener: () => void) {
  document.addEventListener("visibilitychange", listener);
  return () => document.removeEventListener("visibilitychange", listener);
}

type Options = { roomId: string; lastSeq: number; isAtEnd: boolean; initial: number | null };

/**
 * Moves the member's read position while they look at the end of the log. Answers the seq after which the marker of
 * what is new belongs: where they had read to, later where they looked away.
 */
export function useReadPosition({ roomId, lastSeq, isAtEnd, initial }: Options): number | null {
  const live = useLive();
  const rooms = useRoomsStore();
  const isOnline = useConnectionState() === "online";
  const visible = useSyncExternalStore(subscribeToVisibility, isVisible, () => true);
  const sent = useRef(0);
  const [marker, setMarker] = useState(initial);
  const [wasVisible, setWasVisible] = useState(visible);
  if (wasVisible !== visible) {
    setWasVisible(visible);
    if (!visible) setMarker(lastSeq);
  }
  const isReading = visible && isAtEnd;
  useEffect(() => {
    rooms.update((state) => setReading(state, isReading ? roomId : null));
    return () => rooms.update((state) => setReading(state, null));
  }, [rooms, roomId, isReading]);
  useEffect(() => {
    if (!isReading || !isOnline || lastSeq <= sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = lastSeq;
      live.request("message:read", { roomId, seq: lastSeq }).catch(() => {
        sent.current = 0;
      });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [live, roomId, lastSeq, isReading, isOnline]);
  return marker;
}
