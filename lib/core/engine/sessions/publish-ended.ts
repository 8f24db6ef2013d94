import { heardByAll } from "@/lib/kit/bus";
import { type AfterCommit, committedTopic } from "@/lib/kit/transact";
import type { SessionEndReason } from "@/lib/shared/live";
import { forgetSessions } from "./session-cache";

export type SessionsEnded = { sessionIds: string[]; reason: SessionEndReason };

/** Tells every process which sessions to cut. */
export const sessionsEnded = committedTopic<SessionsEnded>("sessions:ended");

/** Makes every process forget these sessions and cut their sockets, before the unit of work that ends them answers. */
export function publishEnded(afterCommit: AfterCommit, ended: SessionsEnded): void {
  if (ended.sessionIds.length === 0) return;
  afterCommit(async (committed) => {
    forgetSessions(committed, ended.sessionIds);
    sessionsEnded.publish(committed, ended);
    await heardByAll();
  });
}
