import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

/** What a part of the build is made from, and the file that is there once it is made. */
type Part = { inputs: string[]; output: string; settings?: string[] };

const COMMON = ["package-lock.json", "tsconfig.json", "scripts/build.ts", "scripts/building"];

const PARTS = {
  client: { inputs: ["prisma/schema", "prisma.config.ts"], output: "prisma/generated/client.ts" },
  server: { inputs: ["server", "lib", "app", "scripts", "prisma/schema"], output: "dist/server/index.js" },
  reference: {
    inputs: ["lib", "app/api/v1", "scripts/api-reference.ts", "prisma/schema", "package.json"],
    output: "public/openapi.json",
  },
  pages: {
    inputs: ["app", "components", "lib", "prisma/schema", "next.config.ts", "postcss.config.mjs"],
    output: ".next/BUILD_ID",
    settings: ["CDN_URL"],
  },
} as const satisfies Record<string, Part>;

export type PartName = keyof typeof PARTS;

/** In the order they are built. */
export const PART_NAMES = Object.keys(PARTS).filter((name): name is PartName => name in PARTS);

const RECORD = join("dist", ".build.json");
const Built = z.record(z.string(), z.string()).catch({});

/** The parts of the checkout at `root` that are missing or were made from other files than are there now. */
export function staleParts(root: string): PartName[] {
  const built = readRecord(root);
  return PART_NAMES.filter(
    (name) => !existsSync(join(root, PARTS[name].output)) || built[name] !== fingerprint(root, PARTS[name]),
  );
}

/** Notes that `name` is being made, so that a build that dies leaves it stale. */
export function markBegun(root: string, name: PartName): void {
  const { [name]: _, ...others } = readRecord(root);
  writeRecord(root, others);
}

/** Notes that `name` is made from the files as they were when `print` was taken. */
export function markMade(root: string, name: PartName, print: string): void {
  writeRecord(root, { ...readRecord(root), [name]: print });
}

/** Stands for everything that part `name` is made from. */
export const fingerprintOf = (root: string, name: PartName): string => fingerprint(root, PARTS[name]);

function fingerprint(root: string, part: Part): string {
  const hash = createHash("sha256").update(process.version);
  for (const setting of part.settings ?? []) hash.update(`${setting}=${process.env[setting] ?? ""}\n`);
  for (const file of [...COMMON, ...part.inputs].flatMap((input) => filesOf(root, input))) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

/** The file `path` or all files below it, without tests. */
function filesOf(root: string, path: string): string[] {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  const entries = readdirSync(full, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

function readRecord(root: string): Record<string, string> {
  const path = join(root, RECORD);
  if (!existsSync(path)) return {};
  try {
    return Built.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return {};
  }
}

function writeRecord(root: string, record: Record<string, string>): void {
  const path = join(root, RECORD);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(record, null, 2));
  renameSync(`${path}.new`, path);
}
