import { useEffect } from "react";
import type { NotificationView } from "@/lib/core/notifications/inbox/schemas";
import { nextExpiry } from "./notification-store";

/** Longer than this a browser's timer cannot wait, in milliseconds. */
const TIMER_MAX_MS = 2_000_000_000;

/** Calls `onExpire` when the first of `items` expires; it must be stable, and take that one out. */
export function useExpiry(items: readonly NotificationView[], onExpire: () => void): void {
  const next = nextExpiry(items);
  useEffect(() => {
    if (next === undefined) return;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      const ms = next - Date.now();
      if (ms <= 0) return onExpire();
      timer = setTimeout(wait, Math.min(ms, TIMER_MAX_MS));
    };
    wait();
    return () => clearTimeout(timer);
  }, [next, onExpire]);
}
