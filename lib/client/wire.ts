import type { SystemStats } from "@/lib/core/admin/schemas";
import type { SessionEndReason } from "@/lib/shared/live";

/** Placeholder until the schemas of the features exist. */
export type Message = {
  id: string;
  roomId: string;
  seq: number;
  rev: number;
  author: { id: string; username: string; displayName: string } | null;
  clientId: string;
  body: string;
  replyTo: number | null;
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
};

export type Notification = {
  id: string;
  seq: number;
  type: string;
  title: string;
  body: string;
  url: string | null;
  read: boolean;
  createdAt: string;
};

export type SyncedRoom = { items: Message[]; more: boolean; lastSeq: number };

/** What the server sends by itself. */
export type ServerEvents = {
  "message:new": Message;
  "message:changed": Message;
  "notification:new": Notification;
  typing: { roomId: string; user: { id: string; displayName: string } };
  presence: { online: string[]; offline: string[]; count: number };
  "room:changed": { roomId: string };
  "session:ended": { reason: SessionEndReason };
  "admin:stats": SystemStats;
};

/** What a client may ask, and what it gets. */
export type ClientEvents = {
  "room:join": { asks: { roomId: string }; gets: unknown };
  "room:leave": { asks: { roomId: string }; gets: unknown };
  "message:send": { asks: { roomId: string; clientId: string; body: string; replyTo?: number }; gets: Message };
  "message:read": { asks: { roomId: string; seq: number }; gets: unknown };
  typing: { asks: { roomId: string }; gets: unknown };
  sync: {
    asks: { rooms?: Record<string, number>; notifications?: number };
    gets: { rooms?: Record<string, SyncedRoom>; notifications?: { items: Notification[]; more: boolean } };
  };
};
