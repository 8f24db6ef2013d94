import { beforeAll } from "vitest";
import type { Member } from "@/lib/core/context";
import { installFeatures } from "@/lib/core/features/install";
import { memberCtx } from "@/lib/core/testing/members";
import { createRoom } from "@/lib/features/rooms/create-room";
import { rooms } from "@/lib/features/rooms/feature";
import { inviteMember } from "@/lib/features/rooms/invite-member";
import { joinRoom } from "@/lib/features/rooms/join-room";
import type { Message } from "@/lib/features/rooms/message-schemas";
import { postMessage } from "@/lib/features/rooms/post-message";
import type { Room } from "@/lib/features/rooms/schemas";
import { overrideEnv } from "@/lib/kit/env";
import { newId } from "@/lib/shared/ids";

installFeatures([rooms]);

/** Lets members of this test file say as much as they like. Call it at the top of the file. */
export function withoutChatLimit(): void {
  beforeAll(() => void overrideEnv({ RATE_LIMITS: "chat=1000000/1h" }));
}

/** A room of `owner` with the others in it. */
export async function makeRoom(
  owner: Member,
  others: Member[] = [],
  kind: "public" | "private" = "public",
): Promise<Room> {
  const room = await createRoom(memberCtx(owner), { name: "Kitchen", kind });
  for (const other of others) {
    if (kind === "private") await inviteMember(memberCtx(owner), { roomId: room.id, userId: other.id });
    await joinRoom(memberCtx(other), { roomId: room.id });
  }
  return room;
}

/** Lets a member send a message. */
export const say = (author: Member, roomId: string, body: string, clientId: string = newId()): Promise<Message> =>
  postMessage(memberCtx(author), { roomId, clientId, body });
