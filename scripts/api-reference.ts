import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { installFeatures } from "@/lib/core/features/install";
import { describeApi, type Endpoint } from "@/lib/core/http/openapi";
import type { Declaration } from "@/lib/core/http/route";
import { features } from "@/lib/features";

const ROOT = join(import.meta.dirname, "..");
const APP = join(ROOT, "app");

/** The build runs this: it describes the route files in the file that it is given. */
async function main([target]: string[]): Promise<void> {
  if (target === undefined) throw new Error("Name the file to write.");
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
  writeFileSync(target, `${JSON.stringify(describeApi(await endpoints(), version), null, 2)}\n`);
}

async function endpoints(): Promise<Endpoint[]> {
  const files = readdirSync(join(APP, "api", "v1"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("route.ts"))
    .sort();
  const found: Endpoint[] = [];
  for (const file of files) {
    const module = (await import(pathToFileURL(join(APP, "api", "v1", file)).href)) as Record<
      string,
      { declaration?: Declaration } | undefined
    >;
    const path = `/api/v1/${file.replaceAll("\\", "/").replace(/\/?route\.ts$/, "")}`;
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      const declaration = module[method]?.declaration;
      if (declaration) found.push({ method, path, declaration });
    }
  }
  return found;
}

installFeatures(features);
await main(process.argv.slice(2));
