import { LRUCache } from "lru-cache";
import type { Member } from "@/lib/core/context";
import { remember } from "@/lib/kit/remember";
import { writeBehind } from "@/lib/kit/write-behind";
import { touchSessions } from "./store";

/** How often "last seen" reaches the database, in milliseconds. */
const FLUSH_MS = 30_000;
/** How many sessions wait at most. */
const WAITING_MAX = 50_000;

/** How long a session's IP is believed to be written, in milliseconds: another process may have written another. */
const PLACE_MS = 60_000;
const PLACES_MAX = 20_000;

/** When a session was used last by this process's clock, in milliseconds, and from where if that is news. */
type Seen = { sessionId: string; at: number; ip?: string };

const seen = writeBehind<Seen>({
  name: "last seen",
  max: WAITING_MAX,
  flushMs: FLUSH_MS,
  merge: (known, next) => ({ ...next, ip: next.ip ?? known.ip }),
  write: (batch) => touchSessions(new Map(batch.map((one) => [one.sessionId, sightingOf(one)]))),
});

const places = () =>
  remember("sessions-places", () => new LRUCache<string, string>({ max: PLACES_MAX, ttl: PLACE_MS }));

/** Notes that a session was used now; written with the next flush. */
export const touch = (sessionId: string): void => void seen.add(sessionId, { sessionId, at: Date.now() });

/** Notes from where a session asks. An admin's IP is written at once, so that no block by itself ever meets it. */
export function touchFrom({ via, role }: Member, ip: string): void {
  if (via.kind !== "session" || ip === "") return;
  const { sessionId } = via;
  if (places().get(sessionId) === ip) return;
  places().set(sessionId, ip);
  seen.add(sessionId, { sessionId, at: Date.now(), ip });
  if (role === "admin") void seen.flushKey(sessionId);
}

const sightingOf = ({ at, ip }: Seen) => ({ ageMs: Math.max(0, Date.now() - at), ip });

/** Writes what was noted, in parts, so that no statement holds many members for long. The first that fails ends it. */
export const flushSeen = seen.flush;

/** Flushes every 30 seconds until the returned function is called, which writes what is left. */
export const startSeenFlush = seen.start;
