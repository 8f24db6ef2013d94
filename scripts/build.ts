import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { folderHolder, lockFolder } from "@/lib/kit/folder-lock";
import { bundleServer } from "./building/bundle";
import { fingerprintOf, markBegun, markMade, PART_NAMES, type PartName, staleParts } from "./building/parts";
import { withProgress } from "./building/progress";
import { runQuietly } from "./building/run";

/**
 * `npm run build` makes what is missing or out of date: the database client, the server, the description of the API and the pages.
 * `npm run build -- client server` looks after these only; `--force` makes them whatever their state.
 */
const ROOT = join(import.meta.dirname, "..");
/** The file of an npm package, wherever the packages lie. */
const { resolve: fileOf } = createRequire(import.meta.url);

const BUILDERS: Record<PartName, { title: string; build: () => Promise<void> }> = {
  client: {
    title: "Generating the database client",
    // Prisma downloads an engine that generating does not need, unless it is told where one is: any file will do.
    build: () =>
      runQuietly(ROOT, [fileOf("prisma/build/index.js"), "generate"], {
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: "1",
      }),
  },
  server: { title: "Bundling the server", build: () => bundleServer(ROOT, join(ROOT, "dist")) },
  reference: {
    title: "Describing the API",
    // In a process of its own, which takes along the memory that the whole server needs.
    build: () =>
      runQuietly(
        ROOT,
        ["--import", "tsx", join(ROOT, "scripts", "api-reference.ts"), join(ROOT, "public", "openapi.json")],
        {},
      ),
  },
  pages: {
    title: "Building the pages",
    build: () =>
      runQuietly(ROOT, [fileOf("next/dist/bin/next"), "build"], {
        NODE_ENV: "production",
        NEXT_TELEMETRY_DISABLED: "1",
      }),
  },
};

/** Two starts of one checkout build one after the other; the second then finds everything built. */
async function takeTurn(): Promise<() => void> {
  const folder = join(ROOT, "dist");
  mkdirSync(folder, { recursive: true });
  for (let told = false; ; told = true) {
    const holder = folderHolder(folder);
    if (holder === undefined) return lockFolder(folder);
    if (!told) console.log(`Waiting for another build (process ${holder})…`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

async function make(name: PartName): Promise<void> {
  const print = fingerprintOf(ROOT, name);
  markBegun(ROOT, name);
  await withProgress(BUILDERS[name].title, BUILDERS[name].build);
  markMade(ROOT, name, print);
}

try {
  const done = await takeTurn();
  const named = PART_NAMES.filter((name) => process.argv.includes(name));
  const chosen = named.length > 0 ? named : PART_NAMES;
  const stale = process.argv.includes("--force") ? PART_NAMES : staleParts(ROOT);
  for (const name of chosen.filter((name) => stale.includes(name))) await make(name);
  done();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
