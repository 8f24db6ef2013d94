import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const ROOT = resolve(import.meta.dirname, "..");
/** Where helper processes and profiles are put. */
export const MADE = join(ROOT, ".cache", "bench");

/** Bundles every helper process, so that what is measured runs as plain JavaScript. */
export async function buildProcesses(): Promise<void> {
  const folder = join(import.meta.dirname, "processes");
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  await build({
    entryPoints: files.map((file) => join(folder, file)),
    outdir: MADE,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
  });
}

/** The built file of the helper process `name`. */
export const processFile = (name: string): string => join(MADE, `${name}.mjs`);
