"use client";

import { useGo } from "@/components/layout/use-go";
import type { PublicUser } from "@/lib/core/members/schemas";
import { openDirectRoom } from "@/lib/features/rooms/client/open-direct-room";

/** Opens the room of the member and someone else, and goes there. */
export function useDirectRoom() {
  const { pending, go } = useGo();
  const open = (user: Pick<PublicUser, "id">) => go("The room could not be opened", () => openDirectRoom(user.id));
  return { pending, open };
}
