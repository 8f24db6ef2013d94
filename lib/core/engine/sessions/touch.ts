import { LRUCache } from "lru-cache";
import type { Member } from "@/lib/core/context";
import { log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { touchSessions } from "./store";

/** How often "last seen" reaches the database, in milliseconds. */
const FLUSH_MS = 30_000;
/** Sessions written by one statement. */
const PART = 1_000;

/** How long a session's address is believed to be written, in milliseconds: another process may have written another. */
const PLACE_MS = 60_000;
const PLACES_MAX = 20_000;

/** When a session was used last by this process's clock, in milliseconds, and from where if that is news. */
type Seen = { at: number; address?: string };

const seen = () => remember("sessions-seen", () => new Map<string, Seen>());
const places = () =>
  remember("sessions-places", () => new LRUCache<string, string>({ max: PLACES_MAX, ttl: PLACE_MS }));

/** Notes that a session was used now; written with the next flush. */
export function touch(sessionId: string): void {
  const known = seen().get(sessionId);
  if (known) known.at = Date.now();
  else seen().set(sessionId, { at: Date.now() });
}

/** Notes from where a session asks. An admin's address is written at once, so that no block by itself ever meets it. */
export function touchFrom({ via, role }: Member, address: string): void {
  if (via.kind !== "session" || address === "") return;
  const { sessionId } = via;
  if (places().get(sessionId) === address) return;
  places().set(sessionId, address);
  const noted = { at: Date.now(), address };
  if (role !== "admin") seen().set(sessionId, noted);
  else {
    seen().delete(sessionId);
    void write(new Map([[sessionId, noted]]));
  }
}

/** Writes what was noted, in parts, so that no statement holds many members for long. The first that fails ends it. */
export async function flushSeen(): Promise<void> {
  const ids = [...seen().keys()];
  for (let from = 0; from < ids.length; from += PART) {
    if (!(await write(take(ids.slice(from, from + PART))))) return;
  }
}

/** Takes what was noted of these sessions out of what waits. */
function take(ids: string[]): Map<string, Seen> {
  const taken = new Map<string, Seen>();
  for (const id of ids) {
    const noted = seen().get(id);
    if (noted && seen().delete(id)) taken.set(id, noted);
  }
  return taken;
}

/** Whether a part could be written. Else it is kept for the next time unless something newer came. */
async function write(part: Map<string, Seen>): Promise<boolean> {
  try {
    const now = Date.now();
    const ages = [...part].map(([id, { at, address }]) => [id, { ageMs: Math.max(0, now - at), address }] as const);
    await touchSessions(new Map(ages));
    return true;
  } catch (error) {
    for (const [id, noted] of part) seen().set(id, { ...noted, ...seen().get(id) });
    log().warn({ err: error }, "last seen could not be written yet");
    return false;
  }
}

/** Flushes every 30 seconds until the returned function is called, which flushes once more. */
export function keepFlushingSeen(): () => Promise<void> {
  const timer = setInterval(() => void flushSeen(), FLUSH_MS);
  return async () => {
    clearInterval(timer);
    await flushSeen();
  };
}
