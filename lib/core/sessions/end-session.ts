import { z } from "zod";
import { type Ctx, ownOrAdminId } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { publishEnded } from "@/lib/core/engine/sessions/publish-ended";
import { endSessions } from "@/lib/core/engine/sessions/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { EndSessionInput } from "./schemas";

/** Ends one session. Its next request is refused and its sockets are closed. Errors: not_found. */
export const endSession = defineVerb({
  name: "sessions.end",
  access: "member",
  needsSession: true,
  evenWhenFull: true,
  input: EndSessionInput,
  output: z.undefined(),
  async run(ctx, { userId, sessionId }) {
    const owner = ownOrAdminId(ctx, userId);
    const ended = await endOne(ctx, owner, sessionId, "revoked");
    if (ended.length === 0) return fail("not_found");
    if (owner === ctx.actor.id) track(ctx, { action: "session_ended" });
    ctx.log.info({ event: "session_ended", userId: owner, sessionId }, "session ended");
    return undefined;
  },
});

/** Ends the session that asks. No limit keeps it alive: what limits sign-outs is the door of next-auth, which says so. */
export const signOut = defineVerb({
  name: "sessions.signOut",
  access: "member",
  needsSession: true,
  evenWhenFull: true,
  input: z.strictObject({}),
  output: z.undefined(),
  async run(ctx) {
    const { id, via } = ctx.actor;
    const { sessionId } = via;
    await endOne(ctx, id, sessionId, "signed_out");
    track(ctx, { action: "logout" });
    ctx.log.info({ event: "logout", userId: id, sessionId }, "logout");
    return undefined;
  },
});

/** Ends one session with its entry in the audit chain; nothing when it is not one of this member's living ones. */
const endOne = (ctx: Ctx, userId: string, sessionId: string, reason: "revoked" | "signed_out"): Promise<string[]> =>
  transact(async (tx, afterCommit) => {
    const ended = await endSessions(tx, userId, reason, { only: sessionId });
    publishEnded(afterCommit, { sessionIds: ended, reason });
    const after = { sessions: ended, reason };
    if (ended.length > 0)
      await audit(tx, ctx, { action: "session.ended", target: { kind: "member", id: userId }, after });
    return ended;
  });
