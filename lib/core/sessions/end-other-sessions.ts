import { z } from "zod";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { publishEnded } from "@/lib/core/engine/sessions/publish-ended";
import { endSessions } from "@/lib/core/engine/sessions/store";
import { knownMemberId } from "@/lib/core/members/known-member";
import { lockAccount } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { EndOtherSessionsInput } from "./schemas";

/** Ends every session of a member but the one that asks, and answers how many. Errors: not_found. */
export const endOtherSessions = defineVerb({
  name: "sessions.endOthers",
  access: "member",
  needsSession: true,
  evenWhenFull: true,
  input: EndOtherSessionsInput,
  output: z.strictObject({ endedCount: z.number().int() }),
  async run(ctx, { userId }) {
    const owner = await knownMemberId(ctx, userId);
    const sessionIds = await transact(async (tx, afterCommit) => {
      await lockAccount(tx, owner);
      const ended = await endSessions(tx, owner, "revoked", { except: ctx.actor.via.sessionId });
      publishEnded(afterCommit, { sessionIds: ended, reason: "revoked" });
      const after = { sessions: ended, reason: "revoked" };
      if (ended.length > 0)
        await audit(tx, ctx, { action: "session.ended", target: { kind: "member", id: owner }, after });
      return ended;
    });
    if (owner === ctx.actor.id) track(ctx, { action: "session_ended", details: { count: sessionIds.length } });
    ctx.log.info({ event: "sessions_ended", userId: owner, count: sessionIds.length }, "other sessions ended");
    return { endedCount: sessionIds.length };
  },
});
