import { noteNewDevice } from "@/lib/core/accounts/tell-owner";
import type { Ctx } from "@/lib/core/context";
import { audit } from "@/lib/core/engine/audit/audit";
import { isSameDevice } from "@/lib/core/engine/sessions/device";
import { publishEnded } from "@/lib/core/engine/sessions/publish-ended";
import { endSurplus, insertSession, recentUserAgents } from "@/lib/core/engine/sessions/store";
import { lockUnchanged } from "@/lib/core/members/store";
import { env } from "@/lib/kit/env";
import { transact } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";

/** Sessions one member may have at once; a further one ends the one not used for longest. */
const SESSIONS_MAX = 10;

/**
 * Begins a session for the device that asks and answers its id. `verified` is the account as it was when someone showed who
 * they are: undefined when it was deactivated or got another password, IP or second factor since. Its owner is told of a device it
 * was not used with before, unless it is the first.
 */
export async function startSession(
  ctx: Ctx,
  verified: { id: string; credentialsVersion: number; totpEnabledAt: Date | null },
): Promise<string | undefined> {
  const id = newId();
  return transact(async (tx, afterCommit) => {
    const user = await lockUnchanged(tx, verified);
    if (!user || user.totpEnabledAt?.getTime() !== verified.totpEnabledAt?.getTime()) return undefined;
    const known = await recentUserAgents(tx, user.id);
    const { ip, userAgent } = ctx;
    await insertSession(tx, { id, userId: user.id, ip, userAgent, lifeSeconds: env().PERMANENT_SESSION_LIFETIME });
    const evicted = await endSurplus(tx, user.id, { keep: id, max: SESSIONS_MAX });
    publishEnded(afterCommit, { sessionIds: evicted, reason: "evicted" });
    const isNew = known.length > 0 && !known.some((one) => isSameDevice(one, userAgent));
    if (isNew) await noteNewDevice(tx, afterCommit, ctx, user);
    const target = { kind: "member", id: user.id };
    await audit(tx, ctx, { action: "session.started", target, after: { sessionId: id, evicted }, actorId: user.id });
    return id;
  });
}
