import { createHash } from "node:crypto";
import { type FetchReason, isFetchError } from "@/lib/kit/safe-fetch/fetch-error";
import { type Fetched, safeFetch } from "@/lib/kit/safe-fetch/safe-fetch";
import type { SourceDocument } from "./parsing/types";

/** How much of a source is read, unpacked, and how long all of it may take. */
const BYTES_MAX = 2_000_000;
const TIMEOUT_MS = 10_000;
/** The longest that a server may ask to wait. */
const WAIT_MAX_MS = 7 * 24 * 3_600_000;

/** What the server said of a source the last time. */
export type Validators = { etag: string | null; lastModified: string | null };

export type SourceAnswer =
  | ({ kind: "document"; document: SourceDocument; hash: string; movedTo: string | null } & Validators & Answered)
  | ({ kind: "unchanged" } & Answered)
  | ({
      kind: "failed";
      failure: string;
      /** The server asks not to be visited before so many milliseconds are over. */
      waitMs?: number;
      /** Nobody answered at all. */
      isDown: boolean;
    } & Partial<Answered>);

type Answered = { status: number; bytes: number; url: string };

/** Reasons that say that a host is away, and not that one of its URLs is wrong. */
const DOWN: ReadonlySet<FetchReason> = new Set(["unresolved", "refused", "tls", "not_http", "timeout"]);

/** Asks for a source; with `known`, only for what changed since. All that a server may do is an answer. */
export async function fetchSource(url: string, known?: Validators, signal?: AbortSignal): Promise<SourceAnswer> {
  try {
    const headers = { accept: ACCEPT, ...conditions(known) };
    return read(url, await safeFetch(url, { headers, maxBytes: BYTES_MAX, timeoutMs: TIMEOUT_MS, signal }));
  } catch (error) {
    if (!isFetchError(error) || error.reason === "aborted") throw error;
    return { kind: "failed", failure: error.reason, isDown: DOWN.has(error.reason) };
  }
}

const ACCEPT =
  "application/feed+json, application/atom+xml, application/rss+xml, text/html;q=0.9, application/json;q=0.9, */*;q=0.8";

/** Exactly what the server sent, whatever it is. */
const conditions = (known?: Validators): Record<string, string> => ({
  ...(known?.etag && { "if-none-match": known.etag }),
  ...(known?.lastModified && { "if-modified-since": known.lastModified }),
});

function read(asked: string, { status, headers, body, url, redirects }: Fetched): SourceAnswer {
  const answered = { status, bytes: body.length, url };
  if (status === 304) return { kind: "unchanged", ...answered };
  if (status !== 200 && status !== 203) {
    return { kind: "failed", ...failureOf(status), waitMs: waitOf(headers["retry-after"]), isDown: false, ...answered };
  }
  const isMoved =
    redirects.length > 0 && redirects.every((redirect) => redirect.status === 301 || redirect.status === 308);
  return {
    kind: "document",
    document: { bytes: body, contentType: headers["content-type"] ?? null, url, status },
    hash: createHash("sha256").update(body).digest("hex"),
    movedTo: isMoved && url !== asked ? url : null,
    etag: kept(headers.etag, 500),
    lastModified: kept(headers["last-modified"], 100),
    ...answered,
  };
}

const kept = (value: string | undefined, max: number): string | null =>
  value && value.length <= max && !/[^\x20-\x7e]/.test(value) ? value : null;

const FAILURES: Record<number, string> = {
  204: "empty_body",
  205: "empty_body",
  401: "forbidden",
  403: "forbidden",
  404: "not_found",
  410: "gone",
  429: "asked_to_wait",
};

const failureOf = (status: number): { failure: string } => ({
  failure: FAILURES[status] ?? (status >= 500 ? "server_failed" : "odd_status"),
});

/** Retry-After (RFC 9110): seconds, or a moment. What is neither says nothing. */
export function waitOf(header: string | undefined, now = Date.now()): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1_000, WAIT_MAX_MS);
  const moment = /^[A-Z][a-z]{2}, .+ GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return moment > now ? Math.min(moment - now, WAIT_MAX_MS) : undefined;
}
