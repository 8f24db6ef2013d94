import { type Rules, readUrl } from "./check-url";
import { dial } from "./connect";
import { decodeBody } from "./decode";
import { exchange, type Network } from "./exchange";
import { fetchAllow } from "./fetch-allow";
import { asFetchError, FetchError, isFetchError } from "./fetch-error";
import { type Asked, isRedirect, type Method, type Redirect, redirected } from "./redirect";
import { resolveBy, resolveChecked } from "./resolve";

const TIMEOUT = { usual: 10_000, most: 60_000 };
const BYTES = { usual: 2_000_000, most: 20_000_000 };
/** What packing may add to a body that cannot be made smaller. */
const PACKING_BYTES = 64 * 1024;

/** Headers that belong to the connection, or say who asks. */
const OURS = [
  ...["accept-encoding", "connection", "content-length", "expect", "host", "keep-alive", "te", "trailer"],
  ...["transfer-encoding", "upgrade", "user-agent"],
];

export type FetchOptions = {
  /** GET unless it is said. */
  method?: Method;
  /** Those that belong to the connection and `user-agent` are left out: they are ours. */
  headers?: Record<string, string | number>;
  body?: Buffer | string;
  /** Whether up to three redirects are followed. Otherwise they are answers like any other. On by default. */
  follow?: boolean;
  /** Refuses plain http, except to what FETCH_ALLOW names. */
  httpsOnly?: boolean;
  /** Reads nothing of the body. */
  statusOnly?: boolean;
  /** How long all of it may take, in milliseconds, at most 60,000. 10,000 by default. */
  timeoutMs?: number;
  /** How long the body may be once it is unpacked, in bytes, at most 20,000,000. 2,000,000 by default. */
  maxBytes?: number;
  signal?: AbortSignal;
};

export type Fetched = {
  status: number;
  /** Names are in lower case; several of one name are joined by a comma. They are as they came: the body is unpacked. */
  headers: Record<string, string>;
  body: Buffer;
  /** The URL that gave this answer. */
  url: string;
  /** The redirects on the way, with the URL that each led to. */
  redirects: Redirect[];
};

const internet: Network = { resolve: resolveBy(), dial };

/**
 * Asks a URL that somebody else chose: http or https at its usual port, and public IPs alone, which are checked as they
 * stand in the URL, after resolving, and on the connection; the same for each redirect. FETCH_ALLOW names exceptions.
 * Every status is an answer; `network` is for tests.
 * @throws FetchError with a reason, for all that keeps an answer away
 * @throws RangeError when `timeoutMs` or `maxBytes` is beyond its bounds
 */
export async function safeFetch(url: string, options: FetchOptions = {}, network = internet): Promise<Fetched> {
  const timeoutMs = within(options.timeoutMs, TIMEOUT);
  const maxBytes = within(options.maxBytes, BYTES);
  const { method = "GET", body, follow = true } = options;
  return inTime(timeoutMs, options.signal, async (signal) => {
    const rules = rulesOf(options);
    const past: Asked[] = [{ url: readUrl(url, rules), method, headers: ownHeaders(options.headers), body }];
    const redirects: Redirect[] = [];
    const goesOn = (status: number, headers: Record<string, string>) => follow && isRedirect(status, headers);
    const bytesToRead = (status: number, headers: Record<string, string>) =>
      options.statusOnly || goesOn(status, headers) ? 0 : maxBytes + PACKING_BYTES;
    for (;;) {
      const asked = past.at(-1) as Asked;
      const { status, headers, raw } = await exchange(asked, { rules, network, signal, bytesToRead });
      if (!goesOn(status, headers)) {
        const unpacked = await decodeBody(raw, headers["content-encoding"], maxBytes);
        return { status, headers, body: unpacked, url: asked.url.href, redirects };
      }
      const next = redirected(past, status, headers.location ?? "", rules);
      past.push(next);
      redirects.push({ status, url: next.url.href });
    }
  });
}

/** What speaks against a URL before its name is resolved, such as "leads to a private address"; undefined when nothing does. */
export function urlFault(url: string, options: Pick<FetchOptions, "httpsOnly"> = {}): string | undefined {
  try {
    readUrl(url, rulesOf(options));
    return undefined;
  } catch (error) {
    if (isFetchError(error)) return error.fault;
    throw error;
  }
}

/** Whether a URL may be asked, and its name leads somewhere that may be, at this moment. Nothing is connected to. */
export async function isFetchable(
  url: string,
  options: Pick<FetchOptions, "httpsOnly"> = {},
  network = internet,
): Promise<boolean> {
  const rules = rulesOf(options);
  try {
    await inTime(TIMEOUT.usual, undefined, (signal) =>
      resolveChecked(readUrl(url, rules), rules, network.resolve, signal),
    );
    return true;
  } catch (error) {
    if (isFetchError(error)) return false;
    throw error;
  }
}

const rulesOf = ({ httpsOnly = false }: Pick<FetchOptions, "httpsOnly">): Rules => ({ allow: fetchAllow(), httpsOnly });

function within(given: number | undefined, { usual, most }: { usual: number; most: number }): number {
  const value = given ?? usual;
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new RangeError(`A bound of a fetch must be a whole number from 1 to ${most}, not ${value}.`);
}

const ownHeaders = (headers: FetchOptions["headers"] = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), String(value)] as const)
      .filter(([name]) => !OURS.includes(name) && !name.startsWith("proxy-")),
  );

/** Runs `task` with a signal that aborts after `ms` milliseconds, and with the given one. */
async function inTime<T>(
  ms: number,
  outer: AbortSignal | undefined,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const abort = () => limit.abort(new FetchError("aborted", outer?.reason));
  const timer = setTimeout(() => limit.abort(new FetchError("timeout")), ms);
  outer?.addEventListener("abort", abort);
  try {
    if (outer?.aborted) abort();
    limit.signal.throwIfAborted();
    return await task(limit.signal);
  } catch (error) {
    // Whatever broke because of the signal broke for the reason of the signal.
    throw limit.signal.aborted ? asFetchError(limit.signal.reason, "aborted") : error;
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", abort);
  }
}
