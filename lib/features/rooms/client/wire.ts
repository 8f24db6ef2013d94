import type { z } from "zod";
import type * as events from "@/lib/features/rooms/events";
import type { Message } from "@/lib/features/rooms/message-schemas";
import type { OpenedRoom, ReaderList, ReadPosition, RoomsSince } from "@/lib/features/rooms/schemas";
import type { EventsOf } from "@/lib/shared/define-event";

export type { Message };

type RoomEvents = EventsOf<typeof events>;

declare module "@/lib/client/wire" {
  interface ServerEvents extends RoomEvents {}

  interface SyncParts {
    rooms: { asks: Record<string, number>; gets: RoomsSince };
  }

  interface ClientEvents {
    "room:join": { asks: { roomId: string }; gets: z.infer<typeof OpenedRoom> };
    "message:send": {
      asks: { roomId: string; clientId: string; body: string; replyTo?: number | null };
      gets: Message;
    };
    "message:read": { asks: { roomId: string; seq: number }; gets: ReadPosition };
    "room:readers": { asks: { roomId: string }; gets: ReaderList };
    typing: { asks: { roomId: string }; gets: unknown };
  }
}
