import { log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { touchSessions } from "./store";

/** How often "last seen" reaches the database, in milliseconds. */
const FLUSH_MS = 30_000;

const seen = () => remember("sessions-seen", () => new Map<string, number>());

/** Notes that a session was used now; written with the next flush. */
export function touch(sessionId: string): void {
  seen().set(sessionId, Date.now());
}

/** Writes what was noted. A failed write is kept for the next time unless something newer came. */
export async function flushSeen(): Promise<void> {
  const batch = new Map(seen());
  if (batch.size === 0) return;
  seen().clear();
  try {
    const now = Date.now();
    await touchSessions(new Map([...batch].map(([id, at]) => [id, Math.max(0, now - at)])));
  } catch (error) {
    for (const [id, at] of batch) if (!seen().has(id)) seen().set(id, at);
    log().warn({ err: error }, "last seen could not be written yet");
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
