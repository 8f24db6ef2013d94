import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env, overrideEnv } from "@/lib/kit/env";
import { StartError, systemCode } from "@/lib/kit/start-error";

/** Makes SECRET_KEY known: as given, else from DATA_DIR/secret-key, made on the first start and readable by its owner alone. */
export function loadSecret(): void {
  if (env().SECRET_KEY) return;
  overrideEnv({ SECRET_KEY: keptSecret(env().DATA_DIR) });
}

/** As `loadSecret`, but makes none: for who looks at a database whose key may be kept elsewhere. It may stay unknown. */
export function findSecret(): void {
  overrideEnv({ SECRET_KEY: env().SECRET_KEY ?? readSecret(env().DATA_DIR) });
}

/**
 * As `loadSecret`, for a command that writes: it makes a key only for the database that lies beside it.
 * @throws StartError when the key of another database is not known
 */
export function loadSecretToWrite(): void {
  findSecret();
  if (env().SECRET_KEY) return;
  if (env().DATABASE_URL) {
    throw new StartError(
      "Give SECRET_KEY, or the DATA_DIR where it is kept: without it the audit log can't be encrypted.",
    );
  }
  loadSecret();
}

/** Keeps `secret` in DATA_DIR from now on, where only its owner reads it. The one that was kept lies beside it under another name. */
export function replaceSecret(secret: string): void {
  const { DATA_DIR } = env();
  const file = fileIn(DATA_DIR);
  const made = `${file}.${process.pid}`;
  mkdirSync(DATA_DIR, { recursive: true });
  writeFileSync(made, secret, { mode: 0o600, flush: true });
  if (readSecret(DATA_DIR) !== undefined) renameSync(file, `${file}.replaced-${Date.now()}`);
  renameSync(made, file);
}

const fileIn = (folder: string): string => join(folder, "secret-key");

function readSecret(folder: string): string | undefined {
  try {
    return readFileSync(fileIn(folder), "utf8").trim();
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
    return undefined;
  }
}

function keptSecret(folder: string): string {
  const kept = readSecret(folder);
  if (kept !== undefined) return kept;
  const file = fileIn(folder);
  const made = `${file}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(made, randomBytes(48).toString("base64url"), { mode: 0o600, flush: true });
  try {
    // A link, unlike a rename, never replaces the key that a process starting at the same moment made.
    linkSync(made, file);
  } catch (error) {
    if (systemCode(error) !== "EEXIST") throw error;
  } finally {
    rmSync(made, { force: true });
  }
  return readFileSync(file, "utf8").trim();
}
