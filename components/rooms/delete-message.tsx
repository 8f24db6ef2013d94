"use client";

import { Confirm } from "@/components/ui/confirm";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import { hear } from "@/lib/features/rooms/client/room-store";
import type { Message } from "@/lib/features/rooms/message-schemas";
import { useRoom } from "./room-context";

type Props = { message: Message; open: boolean; onOpenChange: (open: boolean) => void };

/** Asks, then deletes a message for everyone. */
export function DeleteMessage({ message, open, onOpenChange }: Props) {
  const { link, focusComposer } = useRoom();
  const { attempt } = useAttempt();
  const remove = () =>
    attempt("The message is still there", async () => {
      const deleted = await api<Message>("DELETE", `/rooms/${message.roomId}/messages/${message.id}`);
      link.log.update((state) => hear(state, deleted));
      focusComposer();
    });
  return (
    <Confirm
      title="Delete this message?"
      consequence="Its words disappear for everyone. This cannot be undone."
      verb="Delete"
      open={open}
      onOpenChange={onOpenChange}
      onConfirm={remove}
    />
  );
}
