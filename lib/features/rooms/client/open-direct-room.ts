import { api } from "@/lib/client/api";
import type { Room } from "@/lib/features/rooms/schemas";

/**
 * Opens the room of the member and someone else, and answers its path.
 * @throws Refusal
 */
export async function openDirectRoom(userId: string): Promise<string> {
  const room = await api<Room>("POST", "/rooms/direct", { userId });
  return `/rooms/${room.id}`;
}
