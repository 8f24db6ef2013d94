import { z } from "zod";
import { ownOrAdminId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { db } from "@/lib/kit/db";
import { announceEnded } from "./end-session";
import { EndOtherSessionsInput } from "./schemas";
import { endSessions } from "./store";

/** Ends every session of a member but the one that asks, and answers how many. Errors: not_found. */
export const endOtherSessions = defineVerb({
  name: "sessions.endOthers",
  access: "member",
  input: EndOtherSessionsInput,
  output: z.strictObject({ ended: z.number().int() }),
  async run(ctx, { userId }) {
    const owner = ownOrAdminId(ctx, userId);
    const sessionIds = await endSessions(db(), owner, "revoked", { except: ctx.actor.sessionId });
    ctx.log.info({ event: "sessions_ended", userId: owner, count: sessionIds.length }, "other sessions ended");
    await announceEnded({ sessionIds, reason: "revoked" });
    return { ended: sessionIds.length };
  },
});
