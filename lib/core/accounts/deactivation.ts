import { announceEnded } from "@/lib/core/engine/sessions/announce-ended";
import { endSessions } from "@/lib/core/engine/sessions/store";
import { type Db, db } from "@/lib/kit/db";
import { refuseLastAdmin } from "./store";

type Step = (tx: Db) => Promise<unknown>;

/**
 * Runs `change` on an account that may no longer be used, ends its sessions with it, and cuts them after the commit.
 * `before` is what must come before any account is locked: what takes long, and what is locked
 * earlier (see docs/decisions/043).
 * @throws conflict for the last admin
 */
export async function shutOut(userId: string, change: Step, before?: Step): Promise<void> {
  const sessionIds = await db().$transaction(async (tx) => {
    await before?.(tx);
    await refuseLastAdmin(tx, userId);
    const ended = await endSessions(tx, userId, "deactivated");
    await change(tx);
    return ended;
  });
  await announceEnded({ sessionIds, reason: "deactivated" });
}
