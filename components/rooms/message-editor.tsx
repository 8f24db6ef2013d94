"use client";

import { type KeyboardEvent, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { controlStyles } from "@/components/ui/control-styles";
import { api } from "@/lib/client/api";
import { asRefusal } from "@/lib/client/refusal";
import { hear } from "@/lib/features/rooms/client/room-store";
import type { Message } from "@/lib/features/rooms/message-schemas";
import { useRoom } from "./room-context";

/** A message being rewritten where it stands. Enter saves, Escape leaves it as it was. */
export function MessageEditor({ message }: { message: Message }) {
  const { body, setBody, error, pending, save, leave } = useRewriting(message);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") leave();
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    save();
  };
  return (
    <div className="my-1 flex flex-col gap-2">
      <textarea
        ref={focusAtEnd}
        aria-label="Edit message"
        aria-invalid={error !== undefined}
        aria-describedby={error ? `edit-error-${message.id}` : undefined}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={onKeyDown}
        className={`${controlStyles} field-sizing-content max-h-60 min-h-10 resize-none py-2`}
      />
      <div className="flex items-center gap-2">
        <Button size="sm" pending={pending} onClick={save}>
          Save
        </Button>
        <Button look="quiet" size="sm" onClick={leave}>
          Cancel
        </Button>
        {error && (
          <p id={`edit-error-${message.id}`} role="alert" className="text-danger-ink text-sm">
            {error}
          </p>
        )}
      </div>
    </div>
  );
}

/** The new words of a message until they are saved or left. */
function useRewriting(message: Message) {
  const { link, setEditing, focusComposer } = useRoom();
  const [body, setBody] = useState(message.body);
  const [error, setError] = useState<string>();
  const [pending, startTransition] = useTransition();
  const leave = () => {
    setEditing(null);
    focusComposer();
  };
  const save = () =>
    startTransition(async () => {
      if (body.trim() === message.body) return leave();
      try {
        const edited = await api<Message>("PATCH", `/rooms/${message.roomId}/messages/${message.id}`, { body });
        link.log.update((state) => hear(state, edited));
        return leave();
      } catch (refused) {
        const refusal = asRefusal(refused);
        return setError(refusal.field("body") ?? refusal.message);
      }
    });
  return { body, setBody, error, pending, save, leave };
}

/** Gives a textarea that just came the focus, the caret behind its words. */
function focusAtEnd(element: HTMLTextAreaElement | null) {
  element?.focus();
  element?.setSelectionRange(element.value.length, element.value.length);
}
