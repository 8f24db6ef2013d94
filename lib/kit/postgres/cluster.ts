import { execFile } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { StartError } from "@/lib/kit/start-error";
import { type Binaries, programPath } from "./binaries";
import { type Home, makePrivateFolder } from "./home";

/** The superuser of an embedded cluster. */
export const ADMIN = "postgres";

/**
 * Makes the cluster of `home` unless it is there. It is built aside and renamed, so a start that dies on the way leaves none.
 * @throws StartError when the cluster was made by another major version or cannot be made
 */
export async function prepareCluster(home: Home, binaries: Binaries): Promise<"made" | "found"> {
  const version = join(home.cluster, "PG_VERSION");
  if (!existsSync(version)) {
    await makeCluster(home, binaries);
    return "made";
  }
  const [made, ours] = [readFileSync(version, "utf8").trim(), binaries.version.split(".")[0]];
  if (made !== ours)
    throw new StartError(`The database in ${home.cluster} was made by PostgreSQL ${made}, this is ${ours}.`);
  return "found";
}

/** What a program of PostgreSQL gets to see of our environment: nothing that is secret. Windows programs need all of it. */
export function plainEnvironment(): NodeJS.ProcessEnv | undefined {
  if (process.platform === "win32") return undefined;
  return { NODE_ENV: "production", PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}

async function makeCluster(home: Home, binaries: Binaries): Promise<void> {
  const workshop = join(dirname(home.cluster), "being-made");
  rmSync(workshop, { recursive: true, force: true });
  mkdirSync(dirname(home.cluster), { recursive: true });
  makePrivateFolder(workshop, home.account);
  const passwordFile = join(workshop, "password");
  writeFileSync(passwordFile, home.adminPassword, { mode: 0o600 });
  if (home.account) chownSync(passwordFile, home.account.uid, home.account.gid);
  try {
    await runInitdb(home, binaries, join(workshop, "cluster"), passwordFile);
    rmSync(passwordFile);
    renameSync(join(workshop, "cluster"), home.cluster);
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}

async function runInitdb(home: Home, binaries: Binaries, folder: string, passwordFile: string): Promise<void> {
  const options = [
    ["-D", folder, "-U", ADMIN, `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--no-instructions"],
    ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
  ].flat();
  try {
    await promisify(execFile)(programPath(binaries, "initdb"), options, {
      ...home.account,
      cwd: dirname(folder),
      env: plainEnvironment(),
    });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim().split("\n").at(-1) : "";
    throw new StartError(`PostgreSQL could not make a database in ${home.cluster}: ${said || String(error)}`);
  }
}
