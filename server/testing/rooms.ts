import type { Message } from "@/lib/features/rooms/message-schemas";
import type { Room } from "@/lib/features/rooms/schemas";
import type { TestMember } from "./client";

/** Makes a public room owned by `owner` that `others` have joined, and answers its id. */
export async function newRoom(owner: TestMember, ...others: TestMember[]): Promise<string> {
  const { body, text } = await owner.post<Room>("/api/v1/rooms", { name: `Room of ${owner.username}` });
  if (!body.id) throw new Error(`The room was refused: ${text}`);
  for (const other of others) await other.post(`/api/v1/rooms/${body.id}/members`, {});
  return body.id;
}

/** Sends a message over HTTP. @throws when it is refused */
export async function say(member: TestMember, roomId: string, body: string, clientId: string): Promise<Message> {
  const answer = await member.post<Message>(`/api/v1/rooms/${roomId}/messages`, { clientId, body });
  if (answer.status !== 201) throw new Error(`The message was refused: ${answer.text}`);
  return answer.body;
}
