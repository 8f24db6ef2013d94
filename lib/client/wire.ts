import type * as admin from "@/lib/core/admin/events";
import type * as notifications from "@/lib/core/notifications/events";
import type { NotificationsSince } from "@/lib/core/notifications/inbox/schemas";
import type * as realtime from "@/lib/core/realtime/events";
import type { EventsOf } from "@/lib/shared/define-event";

/*
 * What goes over the live connection. A feature adds its part to these interfaces from its own `client/wire.ts`, by
 * `declare module "@/lib/client/wire"`.
 */

type CoreEvents = EventsOf<typeof admin> & EventsOf<typeof notifications> & EventsOf<typeof realtime>;

/** What the server sends by itself, by the name of the event. */
export interface ServerEvents extends CoreEvents {}

/** The parts of `sync`: what a client knows of each, and what it gets. */
export interface SyncParts {
  notifications: { asks: number | { after: number; rev: number; take: number }; gets: NotificationsSince };
}

type Part<Side extends "asks" | "gets"> = { [P in keyof SyncParts]?: SyncParts[P][Side] };

/** What a client may ask, and what it gets. */
export interface ClientEvents {
  sync: { asks: Part<"asks">; gets: Part<"gets"> };
}
