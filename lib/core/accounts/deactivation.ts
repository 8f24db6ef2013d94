import { publishEnded } from "@/lib/core/engine/sessions/publish-ended";
import { endSessions } from "@/lib/core/engine/sessions/store";
import { type AfterCommit, type Tx, transact } from "@/lib/kit/transact";
import { refuseLastAdmin } from "./store";

type Step = (tx: Tx, afterCommit: AfterCommit) => Promise<unknown>;

/**
 * Runs `change` on an account that may no longer be used, ends its sessions with it, and cuts them after the commit.
 * `before` is what must come before any account is locked: what takes long, and what is locked
 * earlier (see docs/decisions/043).
 * @throws conflict for the last admin
 */
export async function shutOut(userId: string, change: Step, before?: Step): Promise<void> {
  await transact(async (tx, afterCommit) => {
    await before?.(tx, afterCommit);
    await refuseLastAdmin(tx, userId);
    const sessionIds = await endSessions(tx, userId, "deactivated");
    publishEnded(afterCommit, { sessionIds, reason: "deactivated" });
    await change(tx, afterCommit);
  });
}
