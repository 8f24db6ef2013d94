import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** Files that are started or imported by name at run time; each keeps its path below the output folder. */
function entries(root: string): string[] {
  const programs = ["server/index.ts", "server/cli.ts", "scripts/start.ts"].filter((file) =>
    existsSync(join(root, file)),
  );
  const routes = filesIn(root, join("app", "api", "v1"), /(^|[\\/])route\.tsx?$/);
  const workers = filesIn(root, "lib", /^(?!.*[\\/]testing[\\/]).*\.worker\.ts$/);
  return [...programs, ...routes, ...workers];
}

function filesIn(root: string, folder: string, pattern: RegExp): string[] {
  if (!existsSync(join(root, folder))) return [];
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return files.filter((file) => pattern.test(file)).map((file) => join(folder, file));
}

/**
 * Bundles the server, its commands, every route file and the files of worker threads (those of lib named *.worker.ts) of `root` into
 * `outdir`: one module graph in shared chunks, npm packages left outside.
 */
export async function bundleServer(root: string, outdir: string): Promise<void> {
  for (const folder of ["app", "lib", "server", "scripts", "chunks"])
    rmSync(join(outdir, folder), { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    // Given as pairs, because a bare path such as rooms/[roomId]/route.ts is also a pattern.
    entryPoints: entries(root).map((file) => ({ in: join(root, file), out: file.replace(/\.tsx?$/, "") })),
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    jsx: "automatic",
    sourcemap: true,
    sourcesContent: false,
    chunkNames: "chunks/[name]-[hash]",
    logLevel: "error",
  });
}
