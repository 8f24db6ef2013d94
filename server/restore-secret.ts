import { openSecret, type SecretInBackup, secretId } from "@/lib/kit/backup/backup-secret";
import { readBackupHead } from "@/lib/kit/backup/restore-backup";
import { env, overrideEnv } from "@/lib/kit/env";
import { StartError } from "@/lib/kit/start-error";
import { findSecret, loadSecretToWrite, replaceSecret } from "./secret";

/** How many members are named at most. */
const NAMED = 20;

type SecretToRestore = {
  /** Makes the secret known that the database is restored under. */
  load: () => void;
  /** Keeps it, once the database is restored. */
  keep: () => void;
  /** What whoever restores must know of it. */
  notes: string[];
};

/**
 * Decides under which secret the backup in `file` is restored: the one known here, when it is the backup's or nothing
 * better is to be had, else the backup's own, which BACKUP_PASSPHRASE opens.
 * @throws RestoreError when the file is no backup, StartError when the passphrase or a given SECRET_KEY does not fit it
 */
export async function secretToRestore(file: string): Promise<SecretToRestore> {
  const { BACKUP_PASSPHRASE, SECRET_KEY: given } = env();
  if (BACKUP_PASSPHRASE === undefined) loadSecretToWrite();
  else findSecret();
  const { secret: kept } = await readBackupHead(file);
  const known = env().SECRET_KEY;
  const isItsOwn = kept !== undefined && known !== undefined && secretId(known) === kept.id;
  if (!isItsOwn && kept?.encrypted !== undefined && BACKUP_PASSPHRASE !== undefined) {
    return takeFrom(kept, BACKUP_PASSPHRASE, given !== undefined);
  }
  return { load: loadSecretToWrite, keep: () => undefined, notes: isItsOwn ? [] : [lacking(kept)] };
}

async function takeFrom(kept: SecretInBackup, passphrase: string, isGiven: boolean): Promise<SecretToRestore> {
  const secret = await openSecret(kept, passphrase);
  if (secret === undefined) throw new StartError("BACKUP_PASSPHRASE does not open the secret in this backup.");
  if (isGiven) {
    throw new StartError(
      "SECRET_KEY is not the secret of this backup: leave it empty to take the one inside, or BACKUP_PASSPHRASE to keep yours.",
    );
  }
  return {
    load: () => void overrideEnv({ SECRET_KEY: secret }),
    keep: () => replaceSecret(secret),
    notes: ["The secret of the backup was taken from it, and is kept in DATA_DIR/secret-key now."],
  };
}

function lacking(kept: SecretInBackup | undefined): string {
  if (kept === undefined) {
    return "The backup does not say which secret it was made with: what it encrypted is read with that one alone.";
  }
  const remedy =
    kept.encrypted === undefined
      ? "It is not inside: give it as SECRET_KEY, or put it into DATA_DIR/secret-key, and restore again."
      : "It is inside: give BACKUP_PASSPHRASE and restore again.";
  return `The backup was made with another secret than the one here. ${remedy} Without it second factors and push keys are lost.`;
}

/** What whoever made a backup must know of the secret. */
export const wordsOfSecret = (holdsSecret: boolean): string =>
  holdsSecret
    ? "The secret is in it, encrypted: a restore needs BACKUP_PASSPHRASE."
    : "The secret is not in it: keep a copy of SECRET_KEY, or of DATA_DIR/secret-key, or set BACKUP_PASSPHRASE.";

/** Names the members whose second factor can't be read. */
export function wordsOfUnreadable(names: string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  const who = `${names.slice(0, NAMED).join(", ")}${more}`;
  return [`Second factors that can't be read, of ${who}: they sign in with a recovery code and set it up anew.`];
}
