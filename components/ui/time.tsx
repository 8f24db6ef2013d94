"use client";

import {
  agoWords,
  clock,
  dayKey,
  fullTime,
  shortAge,
  shortTime,
  untilWords,
  useNow,
  useTimeZone,
} from "@/lib/client/time";
import { cn } from "./cn";

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

/** How long ago something was, as the end of a sentence. */
export function Ago({ at, className }: Props) {
  const zone = useTimeZone();
  const now = useNow();
  return (
    <time dateTime={at} title={fullTime(at, zone)} className={className}>
      {agoWords(at, now, zone)}
    </time>
  );
}

/** How long it is until something, as the end of a sentence. */
export function Until({ at, className }: Props) {
  const zone = useTimeZone();
  const now = useNow();
  return (
    <time dateTime={at} title={fullTime(at, zone)} className={className}>
      {untilWords(at, now, zone)}
    </time>
  );
}

/** A moment, past or to come: the time of day when it is today, else, or with `dated`, with its date. */
export function Moment({ at, dated = false, className }: Props & { dated?: boolean }) {
  const zone = useTimeZone();
  const now = useNow();
  const isToday = now > 0 && dayKey(at, zone) === dayKey(new Date(now).toISOString(), zone);
  return (
    <time dateTime={at} title={fullTime(at, zone)} className={cn("whitespace-nowrap", className)}>
      {isToday && !dated ? clock(at, zone) : shortTime(at, zone)}
    </time>
  );
}
