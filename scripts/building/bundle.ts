import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

/** Files that are started or imported by name at run time; each keeps its path below the output folder. */
function entries(root: string): string[] {
  const programs = ["server/index.ts", "server/cli.ts", "scripts/start.ts"].filter((file) =>
    existsSync(join(root, file)),
  );
  const api = join("app", "api", "v1");
  const files = existsSync(join(root, api)) ? readdirSync(join(root, api), { recursive: true, encoding: "utf8" }) : [];
  return [...programs, ...files.filter((file) => /(^|[\\/])route\.tsx?$/.test(file)).map((file) => join(api, file))];
}

/**
 * Bundles the server, its commands and every route file of `root` into `outdir`: one module graph in shared chunks, npm
 * packages left outside.
 */
export async function bundleServer(root: string, outdir: string): Promise<void> {
  for (const folder of ["app", "server", "scripts", "chunks"])
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
