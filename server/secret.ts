import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { env, overrideEnv } from "@/lib/kit/env";
import { systemCode } from "@/lib/kit/start-error";

/** Makes SECRET_KEY known: as given, else from DATA_DIR/secret-key, made on the first start and readable by its owner alone. */
export function loadSecret(): void {
  if (env().SECRET_KEY) return;
  overrideEnv({ SECRET_KEY: keptSecret(env().DATA_DIR) });
}

function keptSecret(folder: string): string {
  const file = join(folder, "secret-key");
  const made = `${file}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if (systemCode(error) !== "ENOENT") throw error;
  }
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
