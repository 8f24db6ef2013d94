import { basename } from "node:path";
import { systemContext } from "@/lib/core/context";
import { audit } from "@/lib/core/engine/audit/audit";
import { endEverySession } from "@/lib/core/engine/sessions/store";
import { settleRestored } from "@/lib/core/notifications";
import { type Restored, restoreBackup } from "@/lib/kit/backup/restore-backup";

/**
 * Replaces the whole instance by what a backup holds, in one transaction: everyone is signed out, as what was signed in then
 * may have been signed out since, what was on its way by mail is dropped, as it may have gone out since, and the restored
 * audit chain says that it was restored.
 * @throws RestoreError
 */
export const restore = (file: string, { replace }: { replace: boolean }): Promise<Restored> =>
  restoreBackup(file, {
    guarded: "users",
    replace,
    discarded: ["push_subscriptions"],
    finish: async (query, { createdAt, rows }) => {
      await settleRestored(query);
      const sessions = await endEverySession(query);
      const target = { kind: "database", id: "all" };
      const after = { backup: basename(file).slice(0, 200), of: createdAt, rows, sessionsEnded: sessions };
      await audit({ query }, systemContext("restore"), { action: "database.restored", target, after });
    },
  });
