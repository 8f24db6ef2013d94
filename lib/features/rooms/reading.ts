import { publishEvent } from "@/lib/core/realtime/publish";
import { readSettings } from "@/lib/core/settings/read-settings";
import type { SettingsChanges } from "@/lib/core/settings/schemas";
import type { AfterCommit, Committed } from "@/lib/kit/transact";
import { roomRead, roomSeen } from "./events";
import { listPositions } from "./reader-store";
import { READERS_MAX, type ReadPosition, type RoomSeen, RoomsSettings } from "./schemas";

/** Tells a member's other pages how far they have read a room, and shows it to a small room, if they let it be seen. */
export function publishReading(
  afterCommit: AfterCommit,
  userId: string,
  position: ReadPosition,
  memberCount: number,
): void {
  const { roomId, readSeq } = position;
  afterCommit((committed) => publishEvent(committed, roomRead, { userId }, position));
  if (memberCount < 2 || memberCount > READERS_MAX) return;
  afterCommit(async (committed) => {
    const { features } = await readSettings(userId);
    if (RoomsSettings.parse(features.rooms).showReadState) publish(committed, { roomId, userId, readSeq });
  });
}

/** After a member chose to be seen reading or not: their rooms see it at once, or forget it. */
export async function applyReadingChoice(
  committed: Committed,
  userId: string,
  changes: SettingsChanges,
): Promise<void> {
  const showReadState = changes.features?.rooms?.showReadState;
  if (typeof showReadState !== "boolean") return;
  for (const { roomId, readSeq } of await listPositions(userId)) {
    publish(committed, { roomId, userId, readSeq: showReadState ? readSeq : null });
  }
}

const publish = (committed: Committed, seen: RoomSeen): void =>
  publishEvent(committed, roomSeen, { roomId: seen.roomId }, seen);
