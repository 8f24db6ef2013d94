import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Declaration } from "@/lib/core/http/route";
import type { Verb } from "@/lib/core/verb/verb";
import { findEndpoints } from "./find-doors";

type Exports = Record<string, unknown>;

const load = (file: string): Promise<Exports> => import(pathToFileURL(file).href) as Promise<Exports>;

const isVerb = (value: unknown): value is Verb => typeof value === "function" && "verb" in value && "access" in value;

/** Every verb that a file below `folder` exports, by its name. */
export async function findVerbs(folder: string): Promise<Map<string, Verb>> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => join(folder, file))
    .filter((file) => readFileSync(file, "utf8").includes("defineVerb("));
  const modules = await Promise.all(files.map(load));
  const verbs = modules.flatMap((module) => Object.values(module).filter(isVerb));
  return new Map(verbs.map((verb) => [verb.verb, verb]));
}

/** The verb behind every endpoint of the API, by `GET /api/v1/rooms`. */
export async function findEndpointVerbs(): Promise<Map<string, Verb>> {
  const found = new Map<string, Verb>();
  for (const endpoint of findEndpoints().filter((name) => name.includes("/api/v1/"))) {
    const [method = "", path = ""] = endpoint.split(" ");
    const module = await load(join("app", path, "route.ts"));
    const { declaration } = (module[method] ?? {}) as { declaration?: Declaration };
    if (declaration) found.set(endpoint, declaration.verb);
  }
  return found;
}
