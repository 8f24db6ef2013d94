"use client";

/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a native list cannot hang on a text that keeps the focus */

import { Avatar } from "@/components/ui/avatar";
import { cn } from "@/components/ui/cn";
import { popupStyles } from "@/components/ui/popup-styles";
import type { RoomMember } from "@/lib/features/rooms/schemas";

type Props = {
  id: string;
  offered: readonly RoomMember[];
  active: RoomMember | undefined;
  onChoose: (member: RoomMember) => void;
};

export const mentionOptionId = (listId: string, { user }: RoomMember): string => `${listId}-${user.id}`;

/** Who can be mentioned, above the composer. The focus stays in the text; the text points here. */
export function MentionList({ id, offered, active, onChoose }: Props) {
  if (offered.length === 0) return null;
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Mention"
      className={cn(popupStyles, "absolute bottom-full left-0 z-20 mb-2 w-72 max-w-full p-1.5")}
    >
      {offered.map((member) => (
        <div
          key={member.user.id}
          id={mentionOptionId(id, member)}
          role="option"
          tabIndex={-1}
          aria-selected={member === active}
          onPointerDown={(event) => {
            event.preventDefault();
            onChoose(member);
          }}
          className="flex cursor-default items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-sm hover:bg-hover aria-selected:bg-accent-soft"
        >
          <Avatar name={member.user.displayName} id={member.user.id} size="xs" />
          <span className="truncate font-medium">{member.user.displayName}</span>
          <span className="truncate text-faint">@{member.user.username}</span>
        </div>
      ))}
    </div>
  );
}
