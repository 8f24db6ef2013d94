import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";

const Route = z.object({ page: z.string(), regex: z.string() });
const Manifest = z.object({ staticRoutes: z.array(Route), dynamicRoutes: z.array(Route) });

/** What a path leads to: a file that is the same for everybody, an endpoint, a page, or nothing. */
export type PathKind = "file" | "api" | "page" | "nowhere";

/**
 * Reads which paths the build under `root` answers; a path is asked with `%` sequences that can be read. In development,
 * where nothing is built, every path may be a page.
 */
export function readPageRoutes(root: string, dev = false): (path: string) => PathKind {
  if (dev) return (path) => (path.startsWith("/_next/") ? "file" : kindOfPage(path));
  const manifest: unknown = JSON.parse(readFileSync(join(root, ".next", "routes-manifest.json"), "utf8"));
  const { staticRoutes, dynamicRoutes } = Manifest.parse(manifest);
  const routes = [...staticRoutes, ...dynamicRoutes].filter(({ page }) => !page.startsWith("/_"));
  // Pages have no ending; what has one is a file that Next makes, such as an icon.
  const made = staticRoutes.flatMap(({ page }) => (/\.\w+$/.test(page) ? [page] : []));
  const files = new Set([
    ...made,
    ...filesIn(join(root, "public"), "/"),
    ...filesIn(join(root, ".next", "static"), "/_next/static/"),
  ]);
  const patterns = routes.map(({ regex }) => new RegExp(regex));
  return (path) => {
    const spelled = decodeURIComponent(path);
    if (files.has(spelled)) return "file";
    const isKnown = patterns.some((pattern) => pattern.test(path) || pattern.test(spelled));
    return isKnown ? kindOfPage(spelled) : "nowhere";
  };
}

const kindOfPage = (path: string): PathKind => (path.startsWith("/api/") ? "api" : "page");

const filesIn = (folder: string, at: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => at + relative(folder, join(parentPath, name)).replaceAll("\\", "/"))
    : [];
