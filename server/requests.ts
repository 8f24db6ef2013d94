import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Origin } from "@/lib/core/context";
import { isTurnedAway } from "@/lib/core/engine/ip-blocks/blocks";
import { ORIGIN_HEADERS } from "@/lib/core/http/origin";
import { toProblem } from "@/lib/core/http/problem";
import { env } from "@/lib/kit/env";
import { log } from "@/lib/kit/log";
import { AppError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { resolveAlias } from "./aliases";
import type { ApiListener } from "./api";
import { addressOf, schemeOf } from "./ip-of";
import { explainOutage } from "./outage-page";
import { startShells } from "./page-shell";
import { type Reception, startReception } from "./reception";
import { safePath } from "./safe-path";
import { secure, securePage } from "./security-headers";

type Doors = {
  /** The direct mount; absent where Next serves the API too. */
  api: ApiListener | undefined;
  /** Next; absent in a process that serves no pages. */
  pages: ((req: IncomingMessage, res: ServerResponse) => Promise<void>) | undefined;
};

const BLOCKED = "This IP is blocked.\n";

/** Receives every HTTP request, and knows how many are under way. */
export const receiveRequests = (doors: Doors): Reception => startReception(answerRequest(doors));

/** Where a request comes from is noted, safe headers are set, and a door is chosen. */
function answerRequest({ api, pages }: Doors): RequestListener {
  const fromShell = env().NODE_ENV === "development" ? undefined : startShells();
  return (req, res) => {
    const origin: Origin = {
      requestId: newId(),
      ip: addressOf(req.socket.remoteAddress, req.headers),
      userAgent: (req.headers["user-agent"] ?? "").slice(0, 400),
    };
    req.url = resolveAlias(req);
    res.once("finish", () => logRequest(req, res, origin));
    const wellFormed = isWellFormed(req.url);
    if (api && wellFormed && req.url.startsWith("/api/v1/")) return api(req, res, origin);
    secure(res);
    if (!wellFormed) return refuse(res, origin, new AppError("bad_request", "The IP is not well formed."));
    if (isTurnedAway(origin.ip, "all")) {
      if (req.url.startsWith("/api/")) return refuse(res, origin, new AppError("blocked"));
      return void res.writeHead(403, { "Content-Type": "text/plain" }).end(BLOCKED);
    }
    if (!pages) return void res.writeHead(404).end();
    req.headers[ORIGIN_HEADERS.ip] = origin.ip;
    req.headers[ORIGIN_HEADERS.requestId] = origin.requestId;
    if (req.headers["next-router-prefetch"]) req.headers[ORIGIN_HEADERS.ahead] = "1";
    else delete req.headers[ORIGIN_HEADERS.ahead];
    req.headers[ORIGIN_HEADERS.scheme] = schemeOf(req.socket.remoteAddress, req.headers);
    res.setHeader("X-Request-Id", origin.requestId);
    if (!req.url.startsWith("/api/")) {
      const nonce = securePage(req, res);
      if (fromShell?.(req, res, nonce)) return;
      explainOutage(req, res);
    }
    pages(req, res).catch((error: unknown) => {
      log().error({ requestId: origin.requestId, err: error }, "a page could not be answered");
      if (!res.headersSent) res.statusCode = 500;
      res.end();
    });
  };
}

/** Next answers an IP it cannot decode as if it had failed itself. */
function isWellFormed(url: string): boolean {
  if (!url.includes("%")) return true;
  try {
    decodeURIComponent(url.split("?")[0] ?? "");
    return true;
  } catch {
    return false;
  }
}

function refuse(res: ServerResponse, { requestId }: Origin, error: AppError): void {
  const problem = toProblem(error, requestId);
  const headers = { "Content-Type": "application/problem+json; charset=utf-8", "X-Request-Id": requestId };
  res.writeHead(problem.status, { ...headers, "Cache-Control": "no-store" }).end(JSON.stringify(problem));
}

/** Reads are logged at level debug; what changes something, and what fails, at info. */
function logRequest(req: IncomingMessage, res: ServerResponse, { requestId, ip }: Origin): void {
  const quiet = (req.method === "GET" || req.method === "HEAD") && res.statusCode < 400;
  if (quiet && !log().isLevelEnabled("debug")) return;
  const path = safePath(req.url);
  log()[quiet ? "debug" : "info"]({ requestId, ip, method: req.method, path, status: res.statusCode }, "request");
}
