import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Next's list of the server actions that a browser can call: what was bundled, wherever it stands in the code. */
const ACTION_MANIFEST = join(".next", "server", "server-reference-manifest.json");
const EXPORT = /^export (?:const|let|var|function|async function) (\w+)/gm;
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const filesBelow = (folder: string, name: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.split("/").at(-1) === name);

/** The methods a route file answers. @throws when it exports in a form that this would not see */
function methodsOf(file: string): string[] {
  const source = readFileSync(file, "utf8");
  if (/^export (?:\*|\{|(?:const|let|var) [{[])/m.test(source)) {
    throw new Error(`${file} exports its methods in a form in which nobody can count them.`);
  }
  return [...source.matchAll(EXPORT)].map((match) => match[1] ?? "").filter((name) => METHODS.has(name));
}

/** Every endpoint of the instance as `GET /api/v1/rooms`, whatever its file makes of it. */
export const findEndpoints = (): string[] =>
  filesBelow("app", "route.ts").flatMap((file) =>
    methodsOf(join("app", file)).map((method) => `${method} /${file.replace(/\/route\.ts$/, "")}`),
  );

/** Every screen, by its path. */
export const findScreens = (): string[] =>
  filesBelow("app", "page.tsx").map((file) => {
    const parts = file.split("/").slice(0, -1);
    return `/${parts.filter((part) => !part.startsWith("(")).join("/")}`;
  });

type Manifest = { node: Record<string, { exportedName: string; workers: Record<string, unknown> }> };
export type FoundAction = { id: string; name: string; screens: string[] };

/** Every server action, with what Next calls it. A screen is that of a page's file, without its groups. */
export function findActions(): FoundAction[] {
  const { node } = JSON.parse(readFileSync(ACTION_MANIFEST, "utf8")) as Manifest;
  return Object.entries(node).map(([id, { exportedName: name, workers }]) => ({
    id,
    name,
    screens: Object.keys(workers).map((worker) =>
      worker
        .replace(/^app/, "")
        .replace(/\/page$/, "")
        .replaceAll(/\/\(\w+\)/g, ""),
    ),
  }));
}
