"use client";

import { useStore } from "@/lib/client/store";
import { clock, useTimeZone } from "@/lib/client/time";
import { useRoom } from "./room-context";

/** Characters and messages are counted down from here. */
const SCARCE_CHARACTERS = 400;
const SCARCE_MESSAGES = 10;

/** What is left, when it gets scarce: characters of this message, messages of this hour. */
export function LimitHint({ left }: { left: number }) {
  const { link } = useRoom();
  const zone = useTimeZone();
  const limit = useStore(link.limit);
  const isScarce = limit !== null && limit.remaining <= Math.min(SCARCE_MESSAGES, limit.limit / 2);
  return (
    <output className="flex h-5 shrink-0 items-center gap-3 text-warn-ink text-xs tabular-nums">
      {left < SCARCE_CHARACTERS && <span>{left} characters left</span>}
      {isScarce && (
        <span>
          {limit.remaining === 1 ? "1 message" : `${limit.remaining} messages`} left until{" "}
          {clock(new Date(limit.resetAt).toISOString(), zone)}
        </span>
      )}
    </output>
  );
}
