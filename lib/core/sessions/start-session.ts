import { audit } from "@/lib/core/audit/audit";
import type { Ctx } from "@/lib/core/http/context";
import { db } from "@/lib/kit/db";
import { env } from "@/lib/kit/env";
import { newId } from "@/lib/shared/ids";
import { isSameDevice } from "./device";
import { announceEnded } from "./end-session";
import { endSurplus, insertSession, recentUserAgents } from "./store";

/** Sessions one member may have at once; a further one ends the one not used for longest. */
const SESSIONS_MAX = 10;

/** Begins a session of `userId` for the device that asks. The first device of an account is not a new one. */
export async function startSession(ctx: Ctx, userId: string): Promise<{ sessionId: string; isNewDevice: boolean }> {
  const id = newId();
  const expiresAt = new Date(Date.now() + env().PERMANENT_SESSION_LIFETIME * 1000);
  const known = await recentUserAgents(userId);
  const evicted = await db().$transaction(async (tx) => {
    await insertSession(tx, { id, userId, address: ctx.address, userAgent: ctx.userAgent, expiresAt });
    const surplus = await endSurplus(tx, userId, SESSIONS_MAX);
    // At once and not with the next flush of what was seen: the figures count who just signed in.
    await tx.user.update({ where: { id: userId }, data: { lastSeenAt: new Date() }, select: { id: true } });
    const after = { sessionId: id, evicted: surplus };
    await audit(tx, ctx, { action: "session.started", target: { kind: "member", id: userId }, after, actorId: userId });
    return surplus;
  });
  if (evicted.length > 0) await announceEnded({ sessionIds: evicted, reason: "evicted" });
  const isNewDevice = known.length > 0 && !known.some((userAgent) => isSameDevice(userAgent, ctx.userAgent));
  return { sessionId: id, isNewDevice };
}
