import type { IncomingMessage } from "node:http";

/** The short paths of the original guide and what they stand for. */
const ALIASES: [RegExp, string][] = [
  [/^\/user\/([^/]+)\/(stats|notifications(?:\/[^/]+\/read)?)$/, "/api/v1/users/$1/$2"],
  [/^\/rate-limit\/([^/]+)\/status$/, "/api/v1/rate-limits/$1"],
];

/** The URL a request really means. `/admin/stats` is data for who asks for JSON. */
export function resolveAlias(req: IncomingMessage): string {
  const url = req.url ?? "/";
  if (url.startsWith("/api/") || url.startsWith("/_next/")) return url;
  const cut = url.indexOf("?");
  const path = cut < 0 ? url : url.slice(0, cut);
  const query = cut < 0 ? "" : url.slice(cut);
  if (path === "/admin/stats" && /\bjson\b/.test(req.headers.accept ?? "")) return `/api/v1/admin/stats${query}`;
  // The URL in a mail: a page for people, and for mail programs what they post to.
  if (req.method === "POST" && /^\/unsubscribe\/[^/]+$/.test(path)) return `/api/v1${path}`;
  for (const [from, to] of ALIASES) if (from.test(path)) return path.replace(from, to) + query;
  return url;
}
