import { heardByAll, publish } from "@/lib/kit/bus";
import type { AfterCommit } from "@/lib/kit/transact";
import type { SessionEndReason } from "@/lib/shared/live";
import { forgetSessions } from "./session-cache";

export type SessionsEnded = { sessionIds: string[]; reason: SessionEndReason };

/** The bus topic that tells every process which sessions to cut. */
export const SESSIONS_ENDED = "sessions:ended";

/** Makes every process forget these sessions and cut their sockets, before the unit of work that ends them answers. */
export function announceEnded(afterCommit: AfterCommit, ended: SessionsEnded): void {
  if (ended.sessionIds.length === 0) return;
  afterCommit(async (committed) => {
    forgetSessions(committed, ended.sessionIds);
    publish(SESSIONS_ENDED, ended);
    await heardByAll();
  });
}
