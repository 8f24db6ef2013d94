"use client";

import { clock, fullTime, shortAge, useNow, useTimeZone } from "@/lib/client/time";

type Props = { at: string; className?: string };

/** How long ago something was; the date while that is not known. */
export function Age({ at, className }: Props) {
  const zone = useTimeZone();
  const now = useNow();
  return (
    <time dateTime={at} title={fullTime(at, zone)} className={className}>
      {now === 0 ? at.slice(0, 10) : shortAge(at, now, zone)}
    </time>
  );
}

/** A time of day, the whole date as a hint. */
export function Clock({ at, className }: Props) {
  const zone = useTimeZone();
  return (
    <time dateTime={at} title={fullTime(at, zone)} className={className}>
      {clock(at, zone)}
    </time>
  );
}
