import type { IncomingMessage, ServerResponse } from "node:http";
import { isDatabaseTroubled } from "@/lib/kit/db-sockets";
import { plainPage } from "./plain-page";

/** When a browser asks again by itself, and when others may, in seconds. */
const RETRY_AFTER = 5;

/** What says how an answer is written, or what it would have been. */
const HEADERS_OF_BODY = ["Content-Encoding", "Content-Length", "Transfer-Encoding", "ETag", "Vary"];

/**
 * Turns what fails on `res` while the database is away from Next's 500 into a 503 that says when to come again, and, where
 * a page was asked for, into one that says so to people. Call it before Next gets the request.
 */
export function explainOutage(req: IncomingMessage, res: ServerResponse): void {
  const [writeHead, write, end] = (["writeHead", "write", "end"] as const).map(
    (name) => res[name].bind(res) as (...given: unknown[]) => unknown,
  ) as [Original, Original, Original];
  let explained = false;
  const explain = (): unknown => {
    res.setHeader("Retry-After", String(RETRY_AFTER));
    res.setHeader("Cache-Control", "no-store");
    if (!asksForPage(req)) return writeHead(503);
    explained = true;
    for (const name of HEADERS_OF_BODY) res.removeHeader(name);
    res.setHeader("Content-Type", "text/html; charset=utf-8");
    return writeHead(503);
  };
  const headFirst = () => {
    if (res.statusCode >= 500 && !res.headersSent) res.writeHead(res.statusCode);
  };
  Object.assign(res, {
    writeHead: (status: number, ...rest: unknown[]) =>
      status >= 500 && isDatabaseTroubled() ? explain() : writeHead(status, ...rest),
    write: (...given: unknown[]) => {
      headFirst();
      return explained || write(...given);
    },
    end: (...given: unknown[]) => {
      headFirst();
      return explained ? end(PAGE) : end(...given);
    },
  });
}

type Original = (...given: unknown[]) => unknown;

/** A document, not the data that Next's client asks for. */
export const asksForPage = ({ method, headers }: IncomingMessage): boolean =>
  (method === "GET" || method === "HEAD") && !headers.rsc && /text\/html|\*\/\*|^$/.test(headers.accept ?? "");

const PAGE = plainPage({
  title: "Back in a moment",
  heading: "Throng is catching its breath…",
  text: "It is back in a moment. Nothing you sent before is lost, and this page tries again by itself.",
  refresh: RETRY_AFTER,
});
