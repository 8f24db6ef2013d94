"use client";

/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex -- arrow keys walk
   from message to message; what can be done with one are the buttons that then follow it */

import { CornerUpLeft } from "lucide-react";
import { memo, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { Clock } from "@/components/ui/time";
import { useMe } from "@/lib/client/member";
import { fullTime, useTimeZone } from "@/lib/client/time";
import type { Message } from "@/lib/features/rooms/message-schemas";
import { messageLine } from "@/lib/features/rooms/room-words";
import { DeleteMessage } from "./delete-message";
import { MessageBody } from "./message-body";
import { MessageCard } from "./message-card";
import { MessageEditor } from "./message-editor";
import { MessageToolbar } from "./message-toolbar";

type Props = {
  message: Message;
  lead: boolean;
  /** The message this one answers; null when it is not on the page, undefined when there is none. */
  quoted: Message | null | undefined;
  isMine: boolean;
  canDelete: boolean;
  isReachable: boolean;
  isEditing: boolean;
  onFocus: (id: string) => void;
  onJump: (seq: number) => void;
};

/** The name of who wrote a message. */
export const authorName = ({ author }: Message): string => author?.displayName ?? "Someone who left";

/** One message: who, when, what, and on hover or focus what can be done with it. */
export const MessageRow = memo(function MessageRow(props: Props) {
  const { message, lead, quoted, isMine, canDelete, isReachable, isEditing, onFocus, onJump } = props;
  const me = useMe();
  const [hovered, setHovered] = useState(false);
  const [within, setWithin] = useState(false);
  const [asking, setAsking] = useState(false);
  const isDeleted = message.deletedAt !== null;
  const mentionsMe = !isMine && new RegExp(`@${me.username.replaceAll(".", "\\.")}(?![\\w-])`, "i").test(message.body);
  return (
    <article
      data-seq={message.seq}
      tabIndex={isReachable ? 0 : -1}
      aria-label={`${authorName(message)}, message`}
      onFocus={() => {
        setWithin(true);
        onFocus(message.id);
      }}
      onBlur={(event) => setWithin(event.currentTarget.contains(event.relatedTarget))}
      onPointerMove={(event) => setHovered(event.pointerType === "mouse")}
      onPointerLeave={() => setHovered(false)}
      className={cn(
        "relative flex gap-3 border-l-2 border-l-transparent px-[1.125rem] py-0.5 -outline-offset-2 sm:px-[1.375rem]",
        lead && "mt-2 pt-1",
        (hovered || within) && "bg-hover/60",
        mentionsMe && "border-l-signal bg-signal-soft/60",
      )}
    >
      <Margin message={message} lead={lead} hovered={hovered || within} />
      <div className="min-w-0 flex-1">
        {lead && <Heading message={message} />}
        {quoted !== undefined && <Quoted quoted={quoted} onJump={() => onJump(message.replyTo ?? 0)} />}
        {isEditing ? <MessageEditor message={message} /> : <Words message={message} me={me.username} />}
      </div>
      {(hovered || within || asking) && !isDeleted && !isEditing && (
        <MessageToolbar message={message} isMine={isMine} canDelete={canDelete} onDelete={() => setAsking(true)} />
      )}
      {canDelete && !isDeleted && <DeleteMessage message={message} open={asking} onOpenChange={setAsking} />}
    </article>
  );
});

function Margin({ message, lead, hovered }: { message: Message; lead: boolean; hovered: boolean }) {
  if (lead) return <Avatar name={authorName(message)} id={message.author?.id ?? ""} className="mt-0.5" />;
  return (
    <span className="w-9 shrink-0 pt-1 text-right">
      <Clock at={message.createdAt} className={cn("text-2xs text-faint tabular-nums", !hovered && "sr-only")} />
    </span>
  );
}

function Heading({ message }: { message: Message }) {
  return (
    <p className="flex items-baseline gap-2 leading-snug">
      <span className="truncate font-semibold text-sm">{authorName(message)}</span>
      <Clock at={message.createdAt} className="shrink-0 text-faint text-xs tabular-nums" />
    </p>
  );
}

function Quoted({ quoted, onJump }: { quoted: Message | null; onJump: () => void }) {
  return (
    <button
      type="button"
      onClick={onJump}
      className="mt-0.5 mb-1 flex max-w-full items-center gap-1.5 border-line-strong border-l-2 pl-2 text-left text-faint text-sm hover:text-ink"
    >
      <CornerUpLeft aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="sr-only">In reply to </span>
      {quoted ? (
        <span className="truncate">
          <span className="font-medium">{authorName(quoted)}</span>{" "}
          {quoted.deletedAt ? "Message deleted" : messageLine(quoted).slice(0, 160)}
        </span>
      ) : (
        "An earlier message"
      )}
    </button>
  );
}

function Words({ message, me }: { message: Message; me: string }) {
  const zone = useTimeZone();
  if (message.deletedAt) return <p className="text-faint italic">Message deleted</p>;
  return (
    <>
      {message.body && <MessageBody body={message.body} me={me} />}
      {message.card && <MessageCard card={message.card} />}
      {message.editedAt && (
        <span className="text-2xs text-faint" title={fullTime(message.editedAt, zone)}>
          edited
        </span>
      )}
    </>
  );
}
