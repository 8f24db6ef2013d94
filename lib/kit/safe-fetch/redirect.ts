import type { Rules } from "./check-url";
import { readUrl } from "./check-url";
import { FetchError } from "./fetch-error";

export type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What is asked of a URL. Names of headers are in lower case. */
export type Asked = { url: URL; method: Method; headers: Record<string, string>; body?: Buffer | string };

/** A redirect that was followed: the status, and the URL that it led to. */
export type Redirect = { status: number; url: string };

const REDIRECTS_MAX = 3;
const STATUSES = [301, 302, 303, 307, 308];

/** Headers that say nothing of who asks: only these go along to another origin. */
const HARMLESS = [
  ...["accept", "accept-language", "cache-control", "content-language", "content-type", "if-modified-since"],
  ...["if-none-match", "range"],
];

/** Whether an answer leads elsewhere. Without a place to go to it is an answer like any other. */
export const isRedirect = (status: number, headers: Record<string, string>): boolean =>
  STATUSES.includes(status) && headers.location !== undefined;

/**
 * What is asked next, as browsers do: 303 asks with GET, and 301 and 302 do after a POST; 307 and 308 ask the same again.
 * @param past what was asked until now, the first one first
 * @throws FetchError redirects, loop, or what speaks against the URL it leads to
 */
export function redirected(past: readonly Asked[], status: number, location: string, rules: Rules): Asked {
  const last = past.at(-1);
  if (!last) throw new Error("Something was asked before a redirect.");
  const url = readUrl(location, rules, last.url);
  url.hash = "";
  const next = {
    ...last,
    url,
    ...(becomesGet(last.method, status) ? { method: "GET" as const, body: undefined } : {}),
  };
  if (past.some((one) => one.method === next.method && one.url.href === url.href)) throw new FetchError("loop");
  if (past.length > REDIRECTS_MAX) throw new FetchError("redirects");
  const kept = Object.entries(last.headers).filter(([name]) => {
    if (next.body === undefined && name.startsWith("content-")) return false;
    return url.origin === last.url.origin || HARMLESS.includes(name);
  });
  return { ...next, headers: Object.fromEntries(kept) };
}

const becomesGet = (method: Method, status: number): boolean =>
  status === 303 ? method !== "GET" && method !== "HEAD" : method === "POST" && (status === 301 || status === 302);
