import { join } from "node:path";
import { makeBackup } from "@/lib/kit/backup/make-backup";
import { env } from "@/lib/kit/env";
import type { Task } from "./task";

/** How many backups are kept. */
export const BACKUPS_KEPT = 7;

/** Where backups lie: in the data folder of the process that makes them. */
export const backupFolder = (): string => join(env().DATA_DIR, "backups");

/** Writes the whole database to a file and keeps the newest seven. */
export const backup: Task = {
  name: "backup",
  label: "Back up the database",
  crontab: "0 2 * * *",
  async run(_ctx, signal) {
    const { name, bytes, holdsSecret } = await makeBackup(backupFolder(), BACKUPS_KEPT, signal);
    const megabytes = `${(bytes / 1_000_000).toFixed(1)} MB`;
    return `${name}, ${megabytes}, ${holdsSecret ? "with the secret" : "without the secret: keep it elsewhere"}`;
  },
};
