"use client";

import { DoorClosed } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { z } from "zod";
import { buttonStyles } from "@/components/ui/button-styles";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { useMe } from "@/lib/client/member";
import { useStore } from "@/lib/client/store";
import { useLive } from "@/lib/client/use-live";
import { toPiece } from "@/lib/features/rooms/client/room-history";
import { createRoomLink } from "@/lib/features/rooms/client/room-link";
import { useRooms } from "@/lib/features/rooms/client/rooms-provider";
import type { Message, MessagePage } from "@/lib/features/rooms/message-schemas";
import type { Room, RoomMember } from "@/lib/features/rooms/schemas";
import type { LiveLimit } from "@/lib/shared/live";
import { Composer } from "./composer";
import { MembersAside } from "./members-panel";
import { MessageLog } from "./message-log";
import { RoomContext, type RoomScope } from "./room-context";
import { RoomHeader } from "./room-header";
import { useRoomMembers } from "./use-room-members";

type Props = {
  room: Room;
  page: z.infer<typeof MessagePage>;
  members: RoomMember[];
  /** The message that the URL asks for, by `seq`. */
  target: number | undefined;
  /** What the chat limit leaves the member now. */
  limit: LiveLimit | null;
};

/** An open room. Give it the room's id as key: another room is another view. */
export function RoomView({ room: first, page, members: firstMembers, target, limit }: Props) {
  const live = useLive();
  const me = useMe();
  const [link] = useState(() =>
    createRoomLink(live, { roomId: first.id, me: me.id, lastSeq: page.lastSeq, piece: toPiece(page), limit }),
  );
  useEffect(() => link.start(), [link]);
  const room = useRooms().rooms.find(({ id }) => id === first.id) ?? first;
  const [replyTo, setReplyTo] = useState<Message | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const [showMembers, setShowMembers] = useState(false);
  const members = useRoomMembers(link, firstMembers, showMembers || room.kind === "direct");
  const toggle = useRef<HTMLButtonElement>(null);
  const closeMembers = useCallback(() => {
    setShowMembers(false);
    toggle.current?.focus();
  }, []);
  const composer = useRef<HTMLTextAreaElement>(null);
  const focusComposer = useCallback(() => composer.current?.focus(), []);
  const scope = useMemo<RoomScope>(
    () => ({ room, link, members, replyTo, setReplyTo, editing, setEditing, focusComposer }),
    [room, link, members, replyTo, editing, focusComposer],
  );
  if (useStore(link.state) === "lost") return <Lost />;
  return (
    <RoomContext value={scope}>
      <div className="relative flex h-full overflow-hidden">
        <section aria-label="Room" className="flex min-w-0 flex-1 flex-col">
          <RoomHeader
            showMembers={showMembers}
            onToggleMembers={() => setShowMembers(!showMembers)}
            toggleRef={toggle}
          />
          <MessageLog initialReadSeq={first.unread > 0 ? first.readSeq : null} target={target} />
          <Composer inputRef={composer} />
        </section>
        {showMembers && <MembersAside onClose={closeMembers} />}
      </div>
    </RoomContext>
  );
}

function Lost() {
  return (
    <EmptyState
      icon={DoorClosed}
      as="h1"
      title="You are not in this room any more"
      className="h-full justify-center"
      action={
        <Link href="/rooms" className={buttonStyles()}>
          Your rooms
        </Link>
      }
    >
      You left it, were removed, or it was closed.
    </EmptyState>
  );
}
