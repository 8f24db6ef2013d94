import { constants, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The feature as it lies beside this file: every path as in a checkout, with an ending that no tool takes for code. */
const FIXTURE = join(import.meta.dirname, "planted-feature");
const ENDING = ".txt";

/** The registries, and what each imports of the feature. */
const REGISTRIES = { "lib/features/index.ts": "./teas", "lib/features/browser.ts": "./teas/client/feature" };

/** Adds the feature to the checkout at `root`: its own files, and its line in each registry. It replaces no file. */
export function plantFeature(root: string): void {
  for (const file of readdirSync(FIXTURE, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(ENDING)) continue;
    const target = join(root, file.slice(0, -ENDING.length));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(FIXTURE, file), target, constants.COPYFILE_EXCL);
  }
  for (const [registry, door] of Object.entries(REGISTRIES)) register(join(root, registry), door);
}

/** Imports the feature in its place among the others, and lists it last. */
function register(file: string, door: string): void {
  const [, imports, between, end] = /^((?:import .+\n)+)([^]*\w),?(\s*\];\s*)$/.exec(readFileSync(file, "utf8")) ?? [];
  if (!imports || !between || !end) throw new Error(`${file} is not imports and one list.`);
  const lines = [...imports.trimEnd().split("\n"), `import { teas } from "${door}";`].sort();
  writeFileSync(file, `${lines.join("\n")}\n${between}, teas${end}`);
}
