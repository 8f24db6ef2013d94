import { publishLive } from "@/lib/core/realtime/publish";
import { readSettings } from "@/lib/core/settings/read-settings";
import type { SettingsChanges } from "@/lib/core/settings/schemas";
import { channels } from "@/lib/shared/live";
import { listPositions } from "./reader-store";
import { READERS_MAX, type RoomSeen, RoomsSettings } from "./schemas";

type Reading = { roomId: string; userId: string; readSeq: number; memberCount: number };

/** Shows a small room how far a member has read, if they let it be seen. */
export async function announceReading({ memberCount, ...seen }: Reading): Promise<void> {
  if (memberCount < 2 || memberCount > READERS_MAX) return;
  const { features } = await readSettings(seen.userId);
  if (RoomsSettings.parse(features.rooms).showReadState) announce(seen);
}

/** After a member chose to be seen reading or not: their rooms see it at once, or forget it. */
export async function applyReadingChoice(userId: string, changes: SettingsChanges): Promise<void> {
  const showReadState = changes.features?.rooms?.showReadState;
  if (typeof showReadState !== "boolean") return;
  for (const { roomId, readSeq } of await listPositions(userId)) {
    announce({ roomId, userId, readSeq: showReadState ? readSeq : null });
  }
}

const announce = (seen: RoomSeen): void => publishLive(channels.room(seen.roomId), "room:seen", seen);
