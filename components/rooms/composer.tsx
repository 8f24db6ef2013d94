"use client";

import { SendHorizontal } from "lucide-react";
import { type ChangeEvent, type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { useMe } from "@/lib/client/member";
import { draftOf, keepDraft } from "@/lib/features/rooms/client/drafts";
import { visible } from "@/lib/features/rooms/client/room-store";
import { roomTitle } from "@/lib/features/rooms/room-words";
import { LimitHint } from "./limit-hint";
import { MentionList, mentionOptionId } from "./mention-list";
import { ReplyBar } from "./reply-bar";
import { useRoom } from "./room-context";
import { TypingLine } from "./typing-line";
import { useMentions } from "./use-mentions";
import { useTellTyping } from "./use-typing";

/** Characters a message may have. */
const BODY_MAX = 4_000;

/** Where one writes. Enter sends, Shift+Enter begins a line, ArrowUp in an empty box rewrites the last own message. */
export function Composer({ inputRef }: { inputRef: RefObject<HTMLTextAreaElement | null> }) {
  const { room } = useRoom();
  const listId = useId();
  const { text, mentions, send, onChange, onKeyDown, moveCaret } = useWriting(inputRef);
  return (
    <div className="shrink-0 px-3 pb-3 sm:px-5 sm:pb-4">
      <div className="flex items-center gap-3 px-1">
        <TypingLine />
        <LimitHint left={BODY_MAX - text.length} />
      </div>
      <div className="relative rounded-lg border border-line-strong bg-surface transition-colors focus-within:border-accent focus-within:outline-2 focus-within:outline-accent/35">
        <MentionList id={listId} offered={mentions.offered} active={mentions.active} onChoose={mentions.choose} />
        <ReplyBar />
        <div className="flex items-end gap-1 p-1">
          <textarea
            ref={inputRef}
            rows={1}
            value={text}
            maxLength={BODY_MAX}
            onChange={onChange}
            onKeyDown={onKeyDown}
            onSelect={moveCaret}
            placeholder={`Write to ${roomTitle(room)}`}
            aria-label={`Message to ${roomTitle(room)}`}
            aria-autocomplete="list"
            aria-controls={mentions.active ? listId : undefined}
            aria-activedescendant={mentions.active ? mentionOptionId(listId, mentions.active) : undefined}
            className="field-sizing-content max-h-48 min-h-9 flex-1 resize-none bg-transparent px-2.5 py-1.75 any-pointer-coarse:text-base outline-none placeholder:text-faint"
          />
          <IconButton label="Send" look={text.trim() ? "primary" : "quiet"} disabled={!text.trim()} onClick={send}>
            <SendHorizontal />
          </IconButton>
        </div>
      </div>
    </div>
  );
}

/** What is being written, whom it mentions, and what the keys do with it. */
function useWriting(inputRef: RefObject<HTMLTextAreaElement | null>) {
  const { room, link, members, replyTo, setReplyTo } = useRoom();
  const { text, caret, write, moveCaret, onChange } = useDraft(room.id, inputRef);
  const tellTyping = useTellTyping(room.id);
  const editLast = useEditLast();
  const mentions = useMentions({ members, text, caret, onComplete: write });
  const send = () => {
    if (!text.trim()) return;
    link.outbox.send(text.trimEnd(), replyTo?.seq ?? null);
    write("", 0);
    setReplyTo(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || mentions.onKey(event)) return;
    if (event.key === "Escape" && replyTo) setReplyTo(null);
    if (event.key === "ArrowUp" && text === "" && editLast()) event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  const type = (event: ChangeEvent<HTMLTextAreaElement>) => {
    onChange(event);
    if (event.target.value) tellTyping();
  };
  return { text, mentions, send, onChange: type, onKeyDown, moveCaret };
}

/** The text being written, kept while the member looks into other rooms, and where the caret is in it. */
function useDraft(roomId: string, inputRef: RefObject<HTMLTextAreaElement | null>) {
  const [text, setText] = useState(() => draftOf(roomId));
  const [caret, setCaret] = useState(0);
  const place = useRef<number | null>(null);
  const change = (next: string, at: number) => {
    setText(next);
    setCaret(at);
    keepDraft(roomId, next);
  };
  useEffect(() => {
    if (place.current === null) return;
    inputRef.current?.focus();
    inputRef.current?.setSelectionRange(place.current, place.current);
    place.current = null;
  });
  return {
    text,
    caret,
    write: (next: string, at: number) => {
      place.current = at;
      change(next, at);
    },
    moveCaret: () => setCaret(inputRef.current?.selectionStart ?? 0),
    onChange: ({ target }: ChangeEvent<HTMLTextAreaElement>) => change(target.value, target.selectionStart),
  };
}

/** Opens the member's last message for rewriting. Answers whether there is one. */
function useEditLast() {
  const { link, setEditing } = useRoom();
  const me = useMe();
  return () => {
    const last = visible(link.log.get()).findLast(
      ({ author, deletedAt }) => author?.id === me.id && deletedAt === null,
    );
    if (last) setEditing(last.id);
    return last !== undefined;
  };
}
