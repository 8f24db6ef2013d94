"use client";

import { useSyncExternalStore } from "react";
import { clock, fullTime, shortAge, useTimeZone } from "@/lib/client/time";

const MINUTE_MS = 60_000;
const listeners = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

/** One clock for the whole page: it wakes those who watch once a minute. */
function watchMinutes(listener: () => void) {
  listeners.add(listener);
  now ||= Date.now();
  timer ??= setInterval(tick, MINUTE_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
    now = 0;
  };
}

const currentMinute = () => {
  now ||= Date.now();
  return now;
};

/** How long ago something was. The server, which does not know when it is read, writes the time. */
export function Age({ at, className }: { at: string; className?: string }) {
  const zone = useTimeZone();
  const current = useSyncExternalStore(watchMinutes, currentMinute, () => 0);
  const text = current === 0 ? at.slice(0, 10) : shortAge(at, current, zone);
  return (
    <time dateTime={at} title={fullTime(at, zone)} className={className}>
      {text}
    </time>
  );
}

/** A time of day, the whole date as a hint. */
export function Clock({ at, className }: { at: string; className?: string }) {
  const zone = useTimeZone();
  return (
    <time dateTime={at} title={fullTime(at, zone)} className={className}>
      {clock(at, zone)}
    </time>
  );
}
