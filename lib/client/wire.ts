import type { z } from "zod";
import type { SystemStats } from "@/lib/core/admin/schemas";
import type { NotificationChanged, NotificationNew, NotificationsSince } from "@/lib/core/notifications/inbox/schemas";
import type {
  Message,
  OpenedRoom,
  ReaderList,
  ReadPosition,
  RoomChanged,
  RoomSeen,
  RoomsSince,
  Typing,
} from "@/lib/features/rooms/schemas";
import type { SessionEndReason } from "@/lib/shared/live";

export type { Message };

/** Who came and who went since the last one (a hundred named at most), and how many are online. */
export type PresenceChange = { online: string[]; offline: string[]; count: number };

/** What the server sends by itself. */
export type ServerEvents = {
  "message:new": Message;
  "message:changed": Message;
  "notification:new": NotificationNew;
  "notification:changed": NotificationChanged;
  "room:changed": RoomChanged;
  "room:read": ReadPosition;
  "room:seen": RoomSeen;
  typing: Typing;
  presence: PresenceChange;
  "session:ended": { reason: SessionEndReason };
  "admin:stats": SystemStats;
};

/** What a client may ask, and what it gets. */
export type ClientEvents = {
  "room:join": { asks: { roomId: string }; gets: z.infer<typeof OpenedRoom> };
  "message:send": { asks: { roomId: string; clientId: string; body: string; replyTo?: number | null }; gets: Message };
  "message:read": { asks: { roomId: string; seq: number }; gets: ReadPosition };
  "room:readers": { asks: { roomId: string }; gets: ReaderList };
  typing: { asks: { roomId: string }; gets: unknown };
  sync: {
    asks: {
      rooms?: Record<string, number>;
      notifications?: number | { after: number; rev: number; take: number };
    };
    gets: { rooms?: RoomsSince; notifications?: NotificationsSince };
  };
};
