import { heardByAll, publish } from "@/lib/kit/bus";
import type { SessionEndReason } from "@/lib/shared/live";
import { forgetSessions } from "./session-cache";

export type SessionsEnded = { sessionIds: string[]; reason: SessionEndReason };

/** The bus topic that tells every process which sessions to cut. */
export const SESSIONS_ENDED = "sessions:ended";

/** After the commit: every process forgets these sessions and cuts their sockets, before this resolves. */
export async function announceEnded(ended: SessionsEnded): Promise<void> {
  if (ended.sessionIds.length === 0) return;
  forgetSessions(ended.sessionIds);
  publish(SESSIONS_ENDED, ended);
  await heardByAll();
}
