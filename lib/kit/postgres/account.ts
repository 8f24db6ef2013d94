import { execFileSync, spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { systemCode } from "@/lib/kit/start-error";

/** The user and group a program of PostgreSQL runs as; undefined means as ourselves. */
export type Account = { uid: number; gid: number } | undefined;

/**
 * Who PostgreSQL runs as. It refuses root, so a root process hands it to the owner of the cluster at `cluster`, or for a
 * new one to the user `postgres` (made when missing), or to `nobody` where no user can be made.
 */
export function databaseAccount(cluster: string | undefined): Account {
  if (process.getuid?.() !== 0) return undefined;
  return (
    (cluster ? ownerOf(cluster) : undefined) ?? lookUp("postgres") ?? makeUser("postgres") ?? lookUp("nobody") ?? NOBODY
  );
}

/** True when `account` can pass through `folder` and all above it: asked of the system, which knows every rule. */
export function canEnter(folder: string, account: Account): boolean {
  return !account || asAccount('cd "$1"', folder, account);
}

/** True when `account` can run the program at `path`. */
export function canRun(path: string, account: Account): boolean {
  return !account || asAccount('test -x "$1" && test -r "$1"', path, account);
}

const NOBODY = { uid: 65_534, gid: 65_534 };

function asAccount(test: string, path: string, account: { uid: number; gid: number }): boolean {
  return spawnSync("/bin/sh", ["-c", test, "sh", path], { ...account, cwd: "/", stdio: "ignore" }).status === 0;
}

function ownerOf(path: string): Account {
  try {
    const { uid, gid } = statSync(path);
    return uid === 0 ? undefined : { uid, gid };
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

function lookUp(name: string): Account {
  try {
    const [uid, gid] = ["-u", "-g"].map((option) =>
      Number(execFileSync("id", [option, name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })),
    );
    return uid && gid ? { uid, gid } : undefined;
  } catch {
    return undefined;
  }
}

function makeUser(name: string): Account {
  const options = [
    "--system",
    "--user-group",
    "--no-create-home",
    "--home-dir",
    "/nonexistent",
    "--shell",
    "/usr/sbin/nologin",
  ];
  spawnSync("useradd", [...options, name], { stdio: "ignore" });
  return lookUp(name);
}
