import type * as events from "@/lib/features/watches/events";
import type { DataOf, EventsOf } from "@/lib/shared/define-event";

export type WatchChanged = DataOf<typeof events.watchChanged>;
export type ListingsChanged = DataOf<typeof events.listingsChanged>;

type WatchEvents = EventsOf<typeof events>;

declare module "@/lib/client/wire" {
  interface ServerEvents extends WatchEvents {}
}
