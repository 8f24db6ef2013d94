import { z } from "zod";
import { track } from "@/lib/core/activity/track";
import { audit } from "@/lib/core/audit/audit";
import { type Ctx, ownOrAdminId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { heardByAll, publish } from "@/lib/kit/bus";
import { db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";
import type { SessionEndReason } from "@/lib/shared/live";
import { EndSessionInput } from "./schemas";
import { forgetSessions } from "./session-cache";
import { endSessions } from "./store";

export type SessionsEnded = { sessionIds: string[]; reason: SessionEndReason };

/** The bus topic that tells every process which sessions to cut. */
export const SESSIONS_ENDED = "sessions:ended";

/** Ends one session. Its next request is refused and its sockets are closed. Errors: not_found. */
export const endSession = defineVerb({
  name: "sessions.end",
  access: "member",
  input: EndSessionInput,
  output: z.undefined(),
  async run(ctx, { userId, sessionId }) {
    const owner = ownOrAdminId(ctx, userId);
    const ended = await endOne(ctx, owner, sessionId, "revoked");
    if (ended.length === 0) return fail("not_found");
    if (owner === ctx.actor.id) track(ctx, { action: "session_ended" });
    ctx.log.info({ event: "session_ended", userId: owner, sessionId }, "session ended");
    await announceEnded({ sessionIds: ended, reason: "revoked" });
    return undefined;
  },
});

/** Ends the session that asks. No limit keeps it alive: what limits sign-outs is the door of next-auth, which says so. */
export const signOut = defineVerb({
  name: "sessions.signOut",
  access: "member",
  input: z.strictObject({}),
  output: z.undefined(),
  async run(ctx) {
    const { id, sessionId } = ctx.actor;
    const ended = await endOne(ctx, id, sessionId, "signed_out");
    track(ctx, { action: "logout" });
    ctx.log.info({ event: "logout", userId: id, sessionId }, "logout");
    await announceEnded({ sessionIds: ended, reason: "signed_out" });
    return undefined;
  },
});

/** Ends one session with its entry in the audit chain; nothing when it is not one of this member's living ones. */
const endOne = (ctx: Ctx, userId: string, sessionId: string, reason: "revoked" | "signed_out"): Promise<string[]> =>
  db().$transaction(async (tx) => {
    const ended = await endSessions(tx, userId, reason, { only: sessionId });
    const after = { sessions: ended, reason };
    if (ended.length > 0)
      await audit(tx, ctx, { action: "session.ended", target: { kind: "member", id: userId }, after });
    return ended;
  });

/** After the commit: every process forgets these sessions and cuts their sockets, before this resolves. */
export async function announceEnded(ended: SessionsEnded): Promise<void> {
  if (ended.sessionIds.length === 0) return;
  forgetSessions(ended.sessionIds);
  publish(SESSIONS_ENDED, ended);
  await heardByAll();
}
