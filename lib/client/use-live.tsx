"use client";

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { type ConnectionState, createLive, type Live } from "./live-socket";
import type { ServerEvents } from "./wire";

const LiveContext = createContext<Live | null>(null);

/** Holds the one live connection of this tab, for everything below it. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const [live] = useState(createLive);
  useEffect(() => {
    // A moment later: a page that is drawn twice, as in development, opens one connection.
    const timer = setTimeout(live.open, 0);
    return () => {
      clearTimeout(timer);
      live.close();
    };
  }, [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** The live connection of this tab. Only below a `LiveProvider`. */
export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error("useLive() is called outside of LiveProvider");
  return live;
}

/** The state of the connection, as it changes. */
export function useConnectionState(): ConnectionState {
  const live = useLive();
  return useSyncExternalStore(live.onState, live.state, live.state);
}

/** Calls `listener` for every `event` from the server. The listener must be stable. */
export function useLiveEvent<E extends keyof ServerEvents>(event: E, listener: (data: ServerEvents[E]) => void): void {
  const live = useLive();
  useEffect(() => live.on(event, listener), [live, event, listener]);
}

/** Calls `onOnline` each time the connection stands, the first time too. The listener must be stable. */
export function useOnline(onOnline: () => void): void {
  const live = useLive();
  useEffect(() => {
    if (live.state() === "online") onOnline();
    return live.onState((state) => {
      if (state === "online") onOnline();
    });
  }, [live, onOnline]);
}

/** Calls `onBack` each time the connection stands again after a break: the page itself came with what it shows. The listener must be stable. */
export function useBackOnline(onBack: () => void): void {
  const wasOnline = useRef(false);
  useOnline(
    useCallback(() => {
      if (wasOnline.current) onBack();
      wasOnline.current = true;
    }, [onBack]),
  );
}
