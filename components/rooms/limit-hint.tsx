"use client";

import { isSpent, scarcity } from "@/lib/client/scarcity";
import { useStore } from "@/lib/client/store";
import { clock, useNow, useTimeZone } from "@/lib/client/time";
import { useRoom } from "./room-context";

/** Characters are counted down from here. */
const SCARCE_CHARACTERS = 400;

/** What is left, when it gets scarce: characters of this message, messages of the member's limit. */
export function LimitHint({ left }: { left: number }) {
  const { link } = useRoom();
  const zone = useTimeZone();
  const limit = scarcity(useStore(link.limit), useNow());
  const back = limit && clock(new Date(limit.resetAt).toISOString(), zone);
  return (
    <output className="flex min-h-5 shrink-0 items-center gap-3 text-warn-ink text-xs tabular-nums">
      {left < SCARCE_CHARACTERS && <span>{left} characters left</span>}
      {limit && isSpent(limit) && <span className="font-medium">No messages left. You can write again at {back}.</span>}
      {limit && !isSpent(limit) && (
        <span>
          {limit.remaining === 1 ? "1 message" : `${limit.remaining} messages`} left, more from {back}
        </span>
      )}
    </output>
  );
}
