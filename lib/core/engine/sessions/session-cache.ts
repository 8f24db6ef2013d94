import type { Role } from "@/lib/core/context";
import { heardByAll } from "@/lib/kit/bus";
import { cache } from "@/lib/kit/cache";
import type { AfterCommit, Committed } from "@/lib/kit/transact";
import { findLiveSession, liveSessionIds } from "./store";

export type SessionInfo = {
  id: string;
  userId: string;
  username: string;
  displayName: string;
  role: Role;
  /** Epoch milliseconds, by this process's clock. */
  expiresAt: number;
};

/** While no other process could say that a session ended, it is asked again after so long, in milliseconds. */
const ALONE_MS = 2_000;

const sessions = cache<SessionInfo | null>({
  name: "sessions",
  ttlMs: 5 * 60_000,
  ttlAloneMs: ALONE_MS,
  max: 20_000,
});

/** The session with id `id` and its owner as they are now; null when it ended, expired or its owner is deactivated. */
export async function readSession(id: string): Promise<SessionInfo | null> {
  const info = await sessions.get(id, () => loadSession(id));
  return info && info.expiresAt > Date.now() ? info : null;
}

/** As `readSession`, at once, for a living session that this process remembers. */
export function rememberedSession(id: string): SessionInfo | undefined {
  const info = sessions.peek(id);
  return info && info.expiresAt > Date.now() ? info : undefined;
}

async function loadSession(id: string): Promise<SessionInfo | null> {
  const row = await findLiveSession(id);
  if (!row) return null;
  const { userId, username, displayName, role, leftMs } = row;
  return { id, userId, username, displayName, role, expiresAt: Date.now() + leftMs };
}

/** Makes every process ask the database again for these sessions, once it has heard of it (`heardByAll`). */
export function forgetSessions(_committed: Committed, ids: string[]): void {
  for (const id of ids) sessions.invalidate(id);
}

/** Makes every process ask again for a member whose name or role changes, before the unit of work that does it answers. */
export function forgetSessionsOf(afterCommit: AfterCommit, userId: string): void {
  afterCommit(async (committed) => {
    forgetSessions(committed, await liveSessionIds(userId));
    await heardByAll();
  });
}
