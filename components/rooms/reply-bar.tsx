"use client";

import { CornerUpLeft, X } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { messageLine } from "@/lib/features/rooms/room-words";
import { authorName } from "./message-row";
import { useRoom } from "./room-context";

/** Which message is being answered, above the text. */
export function ReplyBar() {
  const { replyTo, setReplyTo, focusComposer } = useRoom();
  if (!replyTo) return null;
  const cancel = () => {
    setReplyTo(null);
    focusComposer();
  };
  return (
    <div className="flex items-center gap-2 border-line border-b py-1 pr-1 pl-3 text-sm">
      <CornerUpLeft aria-hidden="true" className="size-4 shrink-0 text-faint" />
      <p className="min-w-0 flex-1 truncate text-soft">
        Reply to <span className="font-medium text-ink">{authorName(replyTo)}</span>{" "}
        <span className="text-faint">{messageLine(replyTo).slice(0, 160)}</span>
      </p>
      <IconButton label="Do not reply" size="icon-sm" onClick={cancel}>
        <X />
      </IconButton>
    </div>
  );
}
