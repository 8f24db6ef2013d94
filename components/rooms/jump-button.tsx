"use client";

import { ArrowDown } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useMe } from "@/lib/client/member";
import type { Message } from "@/lib/features/rooms/message-schemas";

type Props = { known: ReadonlyMap<string, Message>; onPress: () => void };

/** The way back to the newest message, with how many came since the reader scrolled away. Mounted while they are away. */
export function JumpButton({ known, onPress }: Props) {
  const me = useMe();
  const [leftAt] = useState(() => newestOf(known));
  let count = 0;
  for (const { seq, author, deletedAt } of known.values()) {
    if (seq > leftAt && author?.id !== me.id && deletedAt === null) count += 1;
  }
  return (
    <Button
      look={count > 0 ? "primary" : "plain"}
      size="sm"
      onClick={onPress}
      className="absolute bottom-3 left-1/2 -translate-x-1/2 animate-arrive rounded-full shadow-pop"
    >
      <ArrowDown aria-hidden="true" />
      {count === 0 ? "Jump to newest" : `${count} new ${count === 1 ? "message" : "messages"}`}
    </Button>
  );
}

function newestOf(known: ReadonlyMap<string, Message>): number {
  let newest = 0;
  for (const { seq } of known.values()) newest = Math.max(newest, seq);
  return newest;
}
