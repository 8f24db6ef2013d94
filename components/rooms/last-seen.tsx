import { Ago } from "@/components/ui/time";
import type { RoomMember } from "@/lib/features/rooms/schemas";

/** A member's user name, and when they were last here if they are not and let it be known. */
export function LastSeen({ member: { user, online, lastSeenAt } }: { member: RoomMember }) {
  return (
    <p className="truncate text-faint text-xs">
      @{user.username}
      {!online && lastSeenAt && (
        <>
          {" · last seen "}
          <Ago at={lastSeenAt} />
        </>
      )}
    </p>
  );
}
