import { join } from "node:path";
import { unreadableSecondFactors } from "@/lib/core/accounts/second-factor/unreadable";
import { restore as restoreBackupFile } from "@/lib/core/admin/restore";
import { systemContext } from "@/lib/core/context";
import { verifyAudit } from "@/lib/core/engine/audit/verify";
import { installFeatures } from "@/lib/core/features/install";
import { liftBlocksOn } from "@/lib/core/ip-blocks/lift-blocks-on";
import { BACKUPS_KEPT, backupFolder } from "@/lib/core/tasks/backup";
import { features } from "@/lib/features";
import { makeBackup } from "@/lib/kit/backup/make-backup";
import { RestoreError } from "@/lib/kit/backup/restore-backup";
import { closeBus, openBus } from "@/lib/kit/bus";
import { closeDatabase, useDatabase } from "@/lib/kit/db";
import { isDiskFull } from "@/lib/kit/disk-full";
import { env, overrideEnv } from "@/lib/kit/env";
import { folderHolder } from "@/lib/kit/folder-lock";
import { log } from "@/lib/kit/log";
import { urlOfRunning } from "@/lib/kit/postgres/running";
import { closeRedis } from "@/lib/kit/redis";
import { isStartError, StartError } from "@/lib/kit/start-error";
import { isAppError } from "@/lib/shared/errors";
import { openDatabase } from "./database";
import { secretToRestore, wordsOfSecret, wordsOfUnreadable } from "./restore-secret";
import { findSecret, loadSecretToWrite } from "./secret";

/** What a command did: whether all is well, decides the exit code. */
type Command = { what: string; run: (args: string[]) => Promise<boolean> };

/** `npm run throng -- <command>`: the commands for whoever looks after an instance, running or stopped. */
const COMMANDS: Record<string, Command> = {
  "verify-audit": {
    what: "checks the audit log for entries that were changed, removed or moved; with a hash noted earlier, that it is still in it",
    run: ([noted]) => withDatabase(findSecret, () => verify(noted)),
  },
  unblock: {
    what: "IP|RANGE: lifts every block that keeps it out, for when no admin can get in",
    run: ([text]) => withDatabase(loadSecretToWrite, () => unblock(text)),
  },
  backup: {
    what: "writes the database to a file in DATA_DIR/backups and keeps the newest seven",
    run: () => withDatabase(findSecret, writeBackup),
  },
  restore: {
    what: "FILE [--replace]: fills the database from a backup, whole or not at all; the instance must be stopped",
    run: restore,
  },
};

async function writeBackup(): Promise<boolean> {
  const { name, bytes, holdsSecret } = await makeBackup(backupFolder(), BACKUPS_KEPT);
  say(`Wrote ${join(backupFolder(), name)} (${bytes} bytes).`);
  say(wordsOfSecret(holdsSecret));
  return true;
}

async function restore(args: string[]): Promise<boolean> {
  const file = args.find((argument) => !argument.startsWith("--"));
  if (file === undefined) throw new StartError("Name the backup: throng restore FILE.");
  if (!env().DATABASE_URL && folderHolder(env().DATA_DIR) !== undefined) {
    throw new StartError("Throng is running: stop it before its database is replaced.");
  }
  const secret = await secretToRestore(file);
  return withDatabase(secret.load, async () => {
    const { createdAt, rows } = await restoreBackupFile(file, { replace: args.includes("--replace") });
    secret.keep();
    say(`Restored ${rows} rows of ${createdAt}. Everyone has to sign in again.`);
    for (const sentence of [...secret.notes, ...wordsOfUnreadable(await unreadableSecondFactors())]) say(sentence);
    return true;
  });
}

async function verify(noted: string | undefined): Promise<boolean> {
  const { links, lastHash, faultCount, faults, notes } = await verifyAudit(noted);
  for (const sentence of [...faults, ...notes]) say(sentence);
  if (faults.length > 0) say(`The audit log is damaged: ${links} entries, ${faultCount} faults.`);
  else say(`The audit log is whole: ${links} entries. Its end, to note elsewhere: ${lastHash}`);
  return faults.length === 0;
}

async function unblock(text: string | undefined): Promise<boolean> {
  if (text === undefined) throw new StartError("Name the IP or range: throng unblock 203.0.113.7.");
  await openBus();
  try {
    const lifted = await liftBlocksOn(systemContext("cli.unblock"), { range: text });
    for (const { range, level, reason } of lifted.items) say(`Lifted ${range} (${level}): ${reason}`);
    if (lifted.items.length === 0) say(`No block keeps ${text} out.`);
    else if (!env().REDIS_URL) say("A running instance notices within a minute.");
    return true;
  } catch (error) {
    throw isAppError(error) ? new StartError(`${error.message}.`) : error;
  } finally {
    await closeBus();
    await closeRedis();
  }
}

/** Runs `work` on the database of this instance: that of the running one, else one started for this. `key` comes first. */
async function withDatabase<T>(key: () => void, work: () => Promise<T>): Promise<T> {
  const { DATABASE_URL, DATA_DIR } = env();
  key();
  const isRunning = !DATABASE_URL && folderHolder(DATA_DIR) !== undefined;
  if (isRunning) useDatabase(urlOfRunning(DATA_DIR));
  const { stop } = isRunning
    ? { stop: closeDatabase }
    : await openDatabase({ log: log(), progress: (step) => log().debug(step) });
  try {
    return await work();
  } finally {
    await stop();
  }
}

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

function usage(): void {
  say("Commands:");
  for (const [name, { what }] of Object.entries(COMMANDS)) say(`  throng ${name}  ${what}`);
}

async function main(): Promise<number> {
  const [name = "", ...args] = process.argv.slice(2);
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    usage();
    return name === "" || name === "help" || name === "--help" ? 0 : 2;
  }
  installFeatures(features);
  overrideEnv({ LOG_LEVEL: env().LOG_LEVEL === "info" ? "warn" : env().LOG_LEVEL });
  return (await command.run(args)) ? 0 : 1;
}

function wordsOf(error: unknown): string {
  if (isDiskFull(error)) return "The disk is full: nothing was changed.";
  if (isStartError(error) || error instanceof RestoreError) return error.message;
  return (error instanceof Error ? error.stack : undefined) ?? String(error);
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${wordsOf(error)}\n`);
  process.exitCode = 1;
}
