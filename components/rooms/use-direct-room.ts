"use client";

import { useRouter } from "next/navigation";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import type { PublicUser } from "@/lib/core/members/schemas";
import type { Room } from "@/lib/features/rooms/schemas";

/** Opens the room of the member and someone else, and goes there. */
export function useDirectRoom() {
  const router = useRouter();
  const { pending, attempt } = useAttempt();
  const open = (user: Pick<PublicUser, "id">) =>
    attempt("The room could not be opened", async () => {
      const room = await api<Room>("POST", "/rooms/direct", { userId: user.id });
      router.push(`/rooms/${room.id}`);
    });
  return { pending, open };
}
