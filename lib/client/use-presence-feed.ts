import { useCallback, useRef } from "react";
import type { PublicUser } from "@/lib/core/members/schemas";
import type { PresenceChange } from "@/lib/core/realtime/events";
import { api } from "./api";
import { hearPresence, LISTED_MAX, type OnlineState, relist } from "./online-store";
import { retry } from "./retry";
import type { Store } from "./store";
import { useBackOnline, useLiveEvent } from "./use-live";

/** The list is read again at most this often: it counts against the member's API limit. */
const REREAD_MS = 10_000;

/** Keeps who is online up to date. */
export function usePresenceFeed(online: Store<OnlineState>, me: PublicUser): void {
  const reread = useRef<{ timer?: ReturnType<typeof setTimeout>; at: number }>({ at: 0 });
  const schedule = useCallback(() => {
    const state = reread.current;
    if (state.timer) return;
    const wait = Math.max(300, state.at + REREAD_MS - Date.now());
    state.timer = setTimeout(() => {
      state.timer = undefined;
      state.at = Date.now();
      void retry(() => readOnline(online));
    }, wait);
  }, [online]);
  useLiveEvent(
    "presence",
    useCallback(
      (change: PresenceChange) => {
        const { state, isStale } = hearPresence(online.get(), change, me);
        online.set(state);
        if (isStale) schedule();
      },
      [online, me, schedule],
    ),
  );
  useBackOnline(schedule);
}

async function readOnline(online: Store<OnlineState>): Promise<void> {
  const page = await api<{ items: PublicUser[]; total: number }>("GET", `/online?limit=${LISTED_MAX}`);
  online.update((state) => relist(state, page));
}
