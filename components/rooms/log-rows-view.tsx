"use client";

import { useMemo, useState } from "react";
import { useMe } from "@/lib/client/member";
import { useStore } from "@/lib/client/store";
import { dayName, useNow, useTimeZone } from "@/lib/client/time";
import type { LogRow } from "@/lib/features/rooms/client/log-rows";
import { seenBy } from "@/lib/features/rooms/client/seen";
import type { Message } from "@/lib/features/rooms/message-schemas";
import { MessageRow } from "./message-row";
import { useRoom } from "./room-context";
import { SeenLine } from "./seen-line";

type Props = { rows: readonly LogRow[]; messages: readonly Message[]; onJump: (seq: number) => void };

/** The lines of the log. One message at a time can be reached with Tab; its actions follow it. */
export function LogRows({ rows, messages, onJump }: Props) {
  const { room, link, members, editing } = useRoom();
  const me = useMe();
  const [focused, setFocused] = useState<string | null>(null);
  const bySeq = useMemo(() => new Map(messages.map((message) => [message.seq, message])), [messages]);
  const reachable = focused !== null && messages.some(({ id }) => id === focused) ? focused : messages.at(-1)?.id;
  const canDeleteAll = room.myRole === "owner" || (me.role === "admin" && room.kind === "public");
  const readers = useStore(link.readers);
  const seen = useMemo(() => seenBy(messages, readers, members, me.id), [messages, readers, members, me.id]);
  return rows.map((row) => {
    if (row.kind === "day") return <Day key={row.key} at={row.at} />;
    if (row.kind === "unread") return <UnreadMarker key={row.key} />;
    const { message } = row;
    const isMine = message.author?.id === me.id;
    const names = seen.get(message.id);
    return [
      <MessageRow
        key={row.key}
        message={message}
        lead={row.lead}
        quoted={message.replyTo === null ? undefined : (bySeq.get(message.replyTo) ?? null)}
        isMine={isMine}
        canDelete={isMine || canDeleteAll}
        isReachable={message.id === reachable}
        isEditing={message.id === editing}
        onFocus={setFocused}
        onJump={onJump}
      />,
      names && <SeenLine key={`seen ${row.key}`} names={names} direct={room.kind === "direct"} />,
    ];
  });
}

function Day({ at }: { at: string }) {
  const zone = useTimeZone();
  return (
    <div className="flex items-center gap-3 px-5 py-3 sm:px-6">
      <span aria-hidden="true" className="h-px flex-1 bg-line" />
      <span className="font-medium text-faint text-xs">{dayName(at, zone, useNow())}</span>
      <span aria-hidden="true" className="h-px flex-1 bg-line" />
    </div>
  );
}

function UnreadMarker() {
  return (
    <div data-unread-marker className="flex items-center gap-3 px-5 py-2 sm:px-6">
      <span aria-hidden="true" className="h-px flex-1 bg-signal" />
      <span className="rounded-full bg-signal px-2 py-0.5 font-semibold text-2xs text-on-signal">New</span>
    </div>
  );
}
