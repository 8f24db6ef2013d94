import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/** What lies in a checkout without being a source: what a build makes, and what else git ignores. */
const MADE = [".next", "dist", "prisma/generated", "public/openapi.json", "next-env.d.ts"];
const ASIDE = [".git", ".cache", "node_modules", "build", "data", "logs", "test-results", "playwright-report"];

const isSource = (path: string): boolean =>
  ![...MADE, ...ASIDE].some((other) => path === other || path.startsWith(`${other}/`)) &&
  !/(^|\/)\.env(\.local)?$|\.tsbuildinfo$/.test(path);

/** Every source file of the checkout at `root`: what git knows or would add; without git, all that it would not ignore. */
export function sourcesOf(root: string): string[] {
  return (gitSources(root) ?? filesBelow(root)).sort();
}

/** Undefined where the folder came without its repository, or git does not answer. */
function gitSources(root: string): string[] | undefined {
  if (!existsSync(join(root, ".git"))) return undefined;
  try {
    const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    const listed = execFileSync("git", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26, stdio: "pipe" });
    // What was deleted and not committed yet is still listed.
    return listed.split("\0").filter((path) => path !== "" && existsSync(join(root, path)));
  } catch {
    return undefined;
  }
}

function filesBelow(root: string, folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (!isSource(path)) return [];
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}

/**
 * Makes `copy` hold the sources of the checkout at `root`, and no others. What an earlier build made of it stays: whether
 * it still holds is for the next build to find. A copy below the checkout finds the packages of the checkout.
 */
export function copyTree(root: string, copy: string): void {
  const sources = sourcesOf(root);
  const wanted = new Set(sources);
  mkdirSync(copy, { recursive: true });
  for (const path of filesBelow(copy)) if (!wanted.has(path)) rmSync(join(copy, path));
  for (const path of sources) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(root, path), join(copy, path), { preserveTimestamps: true });
  }
}

/** The source files in which `copy` differs from the checkout at `root`, by what became of them. */
export function compareTrees(root: string, copy: string): { added: string[]; changed: string[]; removed: string[] } {
  const [before, after] = [sourcesOf(root), filesBelow(copy).sort()];
  const [known, kept] = [new Set(before), new Set(after)];
  const isSame = (path: string) => readFileSync(join(root, path)).equals(readFileSync(join(copy, path)));
  return {
    added: after.filter((path) => !known.has(path)),
    changed: before.filter((path) => kept.has(path) && !isSame(path)),
    removed: before.filter((path) => !kept.has(path)),
  };
}
