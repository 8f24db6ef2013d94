import type { Live } from "@/lib/client/live-socket";
import { createStore, type Store } from "@/lib/client/store";
import type { ReaderList, RoomMember, RoomSeen } from "@/lib/features/rooms/schemas";
import type { Message } from "./wire";

/** How far others have read, by member id. */
export type Readers = ReadonlyMap<string, number>;

const NOBODY: Readers = new Map();

/** Keeps how far the others in a room have read. The answered function stops it. */
export function startReaders(live: Live, roomId: string, readers: Store<Readers>): () => void {
  const ask = async () => {
    const { data }: { data: ReaderList } = await live.request("room:readers", { roomId });
    readers.set(new Map(data.items.map(({ userId, readSeq }) => [userId, readSeq])));
  };
  // Who has read what is good to know, not needed: a failure waits for the next connection.
  const start = () => void ask().catch(() => {});
  if (live.state() === "online") start();
  const stops = [
    live.on("room:seen", (seen) => readers.update((now) => (seen.roomId === roomId ? hearSeen(now, seen) : now))),
    live.onState((state) => state === "online" && start()),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

export const createReaders = (): Store<Readers> => createStore(NOBODY);

/** Someone read on; a position never goes back. Null withdraws it. */
export function hearSeen(readers: Readers, { userId, readSeq }: RoomSeen): Readers {
  const next = new Map(readers);
  if (readSeq === null) next.delete(userId);
  else next.set(userId, Math.max(readSeq, next.get(userId) ?? 0));
  return next;
}

/**
 * Names of those who have seen one's own messages, by message id: each stands once, at the newest own message they have read.
 * Who joined after a message was written has not seen it.
 */
export function seenBy(
  messages: readonly Message[],
  readers: Readers,
  members: readonly RoomMember[],
  me: string,
): ReadonlyMap<string, readonly string[]> {
  const seen = new Map<string, string[]>();
  const own = messages.filter(({ author, deletedAt }) => author?.id === me && deletedAt === null);
  for (const { user, joinedAt } of members) {
    const readSeq = user.id === me ? undefined : readers.get(user.id);
    if (readSeq === undefined) continue;
    const last = own.findLast(({ seq, createdAt }) => seq <= readSeq && createdAt >= joinedAt);
    if (last) seen.set(last.id, [...(seen.get(last.id) ?? []), user.displayName]);
  }
  return seen;
}

/** "Seen by Ann, Bea and 3 others". */
export function seenWords(names: readonly string[]): string {
  const [first = "", second = "", third = ""] = names;
  if (names.length === 1) return `Seen by ${first}`;
  if (names.length === 2) return `Seen by ${first} and ${second}`;
  if (names.length === 3) return `Seen by ${first}, ${second} and ${third}`;
  return `Seen by ${first}, ${second} and ${names.length - 2} others`;
}
