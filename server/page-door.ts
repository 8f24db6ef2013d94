import type { IncomingMessage, ServerResponse } from "node:http";
import { anonymous, makeContext, type Origin } from "@/lib/core/context";
import { enforce } from "@/lib/core/engine/rate-limits/enforce";
import { limitHeaders } from "@/lib/core/engine/rate-limits/headers";
import { actorOfCookie } from "@/lib/core/engine/sessions/actor";
import { isForeign } from "@/lib/core/http/origin";
import { onPageVisit, type PageVisit } from "@/lib/core/http/page-visit";
import { toProblem, toRefusal } from "@/lib/core/http/problem";
import { env } from "@/lib/kit/env";
import { log } from "@/lib/kit/log";
import { type AppError, fail, isAppError } from "@/lib/shared/errors";
import { blameRequest } from "./blame-request";
import { renameCookie, rewriteCookie } from "./cookie-rename";
import { explainOutage } from "./outage-page";
import type { PathKind } from "./page-routes";
import { isStranger, NOWHERE, startShells } from "./page-shell";
import { plainPage } from "./plain-page";
import { securePage } from "./security-headers";

export type Pages = {
  handle: (req: IncomingMessage, res: ServerResponse) => Promise<void>;
  kindOf: (path: string) => PathKind;
};

/** What Next may be asked: documents and their forms; an endpoint (those of next-auth, or all of them) decides itself. */
const METHODS: Record<PathKind, readonly string[]> = {
  file: ["GET", "HEAD"],
  page: ["GET", "HEAD", "POST"],
  nowhere: ["GET", "HEAD", "POST"],
  api: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
};
/** What changes nothing, whoever asks (RFC 9110, 9.2.1). */
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

type PageListener = (req: IncomingMessage, res: ServerResponse, origin: Origin) => Promise<void>;

/**
 * The door to all that Next answers. What Next would stumble over is refused before it; documents for who is not signed in
 * count per IP, and are answered without Next where they are the same for all.
 */
export function openPageDoor(pages: Pages): PageListener {
  const fromShell = env().NODE_ENV === "development" ? undefined : startShells();
  return async (req, res, origin) => {
    const kind = pages.kindOf((req.url ?? "").split("?")[0] ?? "");
    try {
      res.setHeader("X-Request-Id", origin.requestId);
      admit(req, kind);
      const renamed = renameCookie(req);
      if (kind === "api") return await handle(pages, req, res, { reached: true });
      if (kind === "nowhere" && isNextsOwn(req.url)) return void res.writeHead(404).end();
      if (kind !== "file") {
        const isMember = await countAnonymous(req, res, origin);
        // What changes something may be a sign-out, which has its own to say of cookies.
        if (renamed && isMember && SAFE.has(req.method ?? "")) rewriteCookie(res, renamed);
      }
      const nonce = securePage(req, res);
      // Whatever path it was: nobody gets to see in a kept page what somebody else asked for.
      if (kind === "nowhere" && isStranger(req)) req.url = NOWHERE;
      if (fromShell?.(req, res, nonce)) return;
      explainOutage(req, res);
      const visit = { reached: false };
      blameRequest(res, visit);
      await handle(pages, req, res, visit);
    } catch (error) {
      if (isAppError(error) && error.code === "method_not_allowed") res.setHeader("Allow", METHODS[kind].join(", "));
      refusePage(req, res, origin, error);
    }
  };
}

const isNextsOwn = (url = ""): boolean => url.startsWith("/_next/");

function handle({ handle: answer }: Pages, req: IncomingMessage, res: ServerResponse, visit: PageVisit): Promise<void> {
  return onPageVisit(visit, () => answer(req, res));
}

/** @throws bad_request, method_not_allowed, bad_origin for what Next would answer as if it had failed itself */
function admit(req: IncomingMessage, kind: PathKind): void {
  const { method = "", headers } = req;
  if (!isHost(headers.host)) fail("bad_request", "The Host is not well formed.");
  if (!METHODS[kind].includes(method)) fail("method_not_allowed");
  if (SAFE.has(method)) delete headers["x-forwarded-host"];
  else showOrigin(req);
}

/** Absent it may be in HTTP/1.0 alone: Node sees to that. */
const isHost = (host: string | undefined): boolean =>
  host === undefined || (URL.canParse(`http://${host}`) && !/[\s@/\\?#]/.test(host));

/**
 * One rule for all doors says whose pages may change something. Next has one of its own, which knows no PUBLIC_URL: it is
 * shown the host that the first rule accepted.
 * @throws bad_origin
 */
function showOrigin({ headers }: IncomingMessage): void {
  const { origin, host } = headers;
  if (isForeign(origin, host)) fail("bad_origin");
  if (origin) headers["x-forwarded-host"] = new URL(origin).host;
  else delete headers["x-forwarded-host"];
}

/** Answers whether it was a member who asks. @throws rate_limited */
async function countAnonymous(req: IncomingMessage, res: ServerResponse, origin: Origin): Promise<boolean> {
  // While the database is away nobody knows who asks; Next finds out the same, and says so.
  const actor = await actorOfCookie(req.headers.cookie).catch(() => undefined);
  if (actor?.kind !== "anonymous") return actor !== undefined;
  const ctx = makeContext(anonymous, origin);
  try {
    await enforce(ctx, "pages");
    return false;
  } finally {
    for (const [name, value] of Object.entries(limitHeaders(ctx.limits))) res.setHeader(name, value);
  }
}

function refusePage(req: IncomingMessage, res: ServerResponse, origin: Origin, error: unknown): void {
  if (res.headersSent) {
    log().error({ requestId: origin.requestId, err: error }, "a page could not be answered");
    return void res.end();
  }
  const refusal = toRefusal(error, makeContext(anonymous, origin), "page");
  const problem = toProblem(refusal, origin.requestId);
  res.statusCode = problem.status;
  res.setHeader("Cache-Control", "no-store");
  if (!req.headers.accept?.includes("text/html")) {
    res.setHeader("Content-Type", "application/problem+json; charset=utf-8");
    return void res.end(JSON.stringify(problem));
  }
  securePage(req, res);
  res.setHeader("Content-Type", "text/html; charset=utf-8");
  res.end(plainPage({ title: problem.title, heading: `${problem.title}.`, text: sentenceOf(refusal) }));
}

/** With the limit that refused, where one did. */
function sentenceOf({ message, extras }: AppError): string {
  const sentence = message.endsWith(".") ? message : `${message}.`;
  return extras.rateLimit === undefined ? sentence : `${sentence} The limit is called ${extras.rateLimit}.`;
}
