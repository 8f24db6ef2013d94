"use client";

import { Pencil, Reply, Trash2 } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import type { Message } from "@/lib/features/rooms/message-schemas";
import { useRoom } from "./room-context";

type Props = { message: Message; isMine: boolean; canDelete: boolean; onDelete: () => void };

/** What can be done with a message. */
export function MessageToolbar({ message, isMine, canDelete, onDelete }: Props) {
  const { setReplyTo, setEditing, focusComposer } = useRoom();
  const reply = () => {
    setReplyTo(message);
    focusComposer();
  };
  return (
    <div className="absolute -top-3 right-4 z-1 flex rounded-md border border-line bg-raised p-0.5 shadow-card">
      <IconButton label="Reply" size="icon-sm" onClick={reply}>
        <Reply />
      </IconButton>
      {isMine && (
        <IconButton label="Edit" size="icon-sm" onClick={() => setEditing(message.id)}>
          <Pencil />
        </IconButton>
      )}
      {canDelete && (
        <IconButton label="Delete" size="icon-sm" onClick={onDelete}>
          <Trash2 />
        </IconButton>
      )}
    </div>
  );
}
