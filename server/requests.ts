import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Origin } from "@/lib/core/context";
import { isTurnedAway } from "@/lib/core/engine/ip-blocks/blocks";
import { ORIGIN_HEADERS } from "@/lib/core/http/origin";
import { toProblem } from "@/lib/core/http/problem";
import { log } from "@/lib/kit/log";
import { AppError } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { resolveAlias } from "./aliases";
import type { ApiListener } from "./api";
import { addressOf, schemeOf } from "./ip-of";
import { openPageDoor, type Pages } from "./page-door";
import { type Reception, startReception } from "./reception";
import { safePath } from "./safe-path";
import { secure } from "./security-headers";

type Doors = {
  /** The direct mount; absent where Next serves the API too. */
  api: ApiListener | undefined;
  /** Next; absent in a process that serves no pages. */
  pages: Pages | undefined;
};

const BLOCKED = "This IP is blocked.\n";

/** Receives every HTTP request, and knows how many are under way. */
export const receiveRequests = (doors: Doors): Reception => startReception(answerRequest(doors));

/** Where a request comes from is noted, safe headers are set, and a door is chosen. */
function answerRequest({ api, pages }: Doors): RequestListener {
  const openPage = pages && openPageDoor(pages);
  return (req, res) => {
    const origin: Origin = {
      requestId: newId(),
      ip: addressOf(req.socket.remoteAddress, req.headers),
      userAgent: (req.headers["user-agent"] ?? "").slice(0, 400),
    };
    const url = resolveAlias(req);
    req.url = url;
    res.once("finish", () => logRequest(req, url, res.statusCode, origin));
    const wellFormed = isWellFormed(req, url);
    if (api && wellFormed && url.startsWith("/api/v1/")) return api(req, res, origin);
    secure(res);
    if (!wellFormed) return refuse(res, origin, new AppError("bad_request", "The request is not well formed."));
    if (isTurnedAway(origin.ip, "all")) {
      if (url.startsWith("/api/")) return refuse(res, origin, new AppError("blocked"));
      return void res.writeHead(403, { "Content-Type": "text/plain" }).end(BLOCKED);
    }
    if (!openPage) return void res.writeHead(404).end();
    tellNext(req, origin);
    void openPage(req, res, origin);
  };
}

/** Headers by which pages, and endpoints that Next serves, find out what the server noted. */
function tellNext(req: IncomingMessage, { ip, requestId }: Origin): void {
  req.headers[ORIGIN_HEADERS.ip] = ip;
  req.headers[ORIGIN_HEADERS.requestId] = requestId;
  if (req.headers["next-router-prefetch"]) req.headers[ORIGIN_HEADERS.ahead] = "1";
  else delete req.headers[ORIGIN_HEADERS.ahead];
  req.headers[ORIGIN_HEADERS.scheme] = schemeOf(req.socket.remoteAddress, req.headers);
}

/**
 * Next answers a path it cannot decode as if it had failed itself, and so it does what is no path at all, such as `*`.
 * Without a Host only HTTP/1.0 may ask (RFC 9112); Node would refuse that without the safe headers.
 */
function isWellFormed({ httpVersion, headers }: IncomingMessage, url: string): boolean {
  if (!url.startsWith("/") || (headers.host === undefined && httpVersion !== "1.0")) return false;
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
function logRequest({ method }: IncomingMessage, url: string, status: number, { requestId, ip }: Origin): void {
  const quiet = (method === "GET" || method === "HEAD") && status < 400;
  if (quiet && !log().isLevelEnabled("debug")) return;
  log()[quiet ? "debug" : "info"]({ requestId, ip, method, path: safePath(url), status }, "request");
}
