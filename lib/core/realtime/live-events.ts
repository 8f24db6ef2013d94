import { extensionPoint } from "@/lib/kit/extension-point";
import type { LiveEvent, SyncPart } from "./live-event";
import { makeSync, ping } from "./sync";

/** Where capabilities and features add the events that clients may send, by name. */
export const liveEventPoint = extensionPoint<Record<string, LiveEvent>>("live-events", [{ ping }]);

/** Where they add the parts that `sync` answers, by name. */
export const syncPoint = extensionPoint<Record<string, SyncPart>>("live-sync");

const sync = syncPoint.derive((all) => makeSync(Object.assign({}, ...all) as Record<string, SyncPart>));

/** Every event that a client may send, by name. */
export const liveEvents = (): Map<string, LiveEvent> =>
  new Map([["sync", sync()], ...liveEventPoint.all().flatMap((events) => Object.entries(events))]);
