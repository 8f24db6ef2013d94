import type { Visitor } from "./fixtures";
import { join, newRoom, say } from "./steps";

/** A room of ann and ben where all kinds of things were said, and another one that ann is invited to. */
export async function village(member: (name: string) => Promise<Visitor>) {
  const [ann, ben] = [await member("ann"), await member("ben")];
  const room = await newRoom(ann, "Village");
  await join(room, ben);
  await say(ann, room, "Mine");
  const gone = await say(ben, room, "Gone");
  await ben.delete(`/api/v1/rooms/${room.id}/messages/${gone.id}`);
  await say(
    ben,
    room,
    `> A quote\n\n**bold** \`code\` [link](https://example.org)\n\n1. one\n\n\`\`\`\n${"long ".repeat(60)}\n\`\`\``,
  );
  await say(ben, room, `@${ann.username} ${"anunbrokenword".repeat(30)}`);
  const other = await newRoom(ben, "Next village", "private");
  await ben.post(`/api/v1/rooms/${other.id}/members`, { userId: ann.id });
  return { ann, ben, room, other };
}
