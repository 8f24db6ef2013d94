import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { env } from "./env";

/** Where this module is, as far as its bundle knows. */
const HERE = import.meta.url.startsWith("file:") ? dirname(fileURLToPath(import.meta.url)) : process.cwd();

/**
 * Where a file such as lib/features/x/y.worker.ts is run from. In production it is the one that the build puts below dist/,
 * otherwise the source. The checkout is looked for around this module, which bundles move, and then in the working folder.
 */
export function workerFile(path: string): URL {
  // Next.js would take along every file that this could name.
  const roots = [...ancestors(HERE), /* turbopackIgnore: true */ process.cwd()];
  const built = join("dist", path.replace(/\.ts$/, ".js"));
  const [builtRoot, sourceRoot] = [built, path].map((file) => roots.find((root) => existsSync(join(root, file))));
  if (builtRoot && (env().NODE_ENV === "production" || !sourceRoot)) return pathToFileURL(join(builtRoot, built));
  if (!sourceRoot) throw new Error(`The file ${path} is not in the checkout.`);
  return sourceUrl(sourceRoot, path);
}

/** TypeScript runs through tsx, which a thread must load itself: `--import tsx` reaches no thread on Node 20. */
function sourceUrl(root: string, path: string): URL {
  const tsx = dirname(createRequire(join(root, "package.json")).resolve("tsx/package.json"));
  const api = pathToFileURL(join(tsx, "dist", "esm", "api", "index.mjs"));
  const source = pathToFileURL(join(root, path));
  const code = `import { register } from "${api.href}"; register(); await import("${source.href}");`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}

/** A folder and those around it. */
function ancestors(folder: string): string[] {
  const outer = dirname(folder);
  return outer === folder ? [folder] : [folder, ...ancestors(outer)];
}
