import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";

/** Pages that are the same for every visitor, down to the nonce of their scripts. */
const PAGES = new Set(["/", "/login", "/register", "/forgot-password"]);
/** Stands for every path that leads nowhere: whatever it is, Next draws the same page there. */
export const NOWHERE = "/_not-found";
/** How long a page stands in for those after it, in milliseconds. */
const KEPT_MS = 10_000;

const compress = promisify(gzip);

/** A page as Next rendered it last, cut where its nonce stood. */
type Shell = { headers: [name: string, pieces: string[]][]; pieces: string[]; keptUntil: number };

/** What is said about one answer alone, or about how it was sent. */
const OWN_HEADERS = new Set([
  "content-security-policy",
  "x-request-id",
  "ratelimit",
  "ratelimit-policy",
  "transfer-encoding",
  "content-length",
  "date",
]);

/**
 * Keeps what Next renders for visitors, and answers from it: a page costs Next 10 ms, this 0.1 ms. The answered
 * function tells whether it answered; when it did not, Next has to, and it listens.
 */
export function startShells(): (req: IncomingMessage, res: ServerResponse, nonce: string) => boolean {
  const shells = new Map<string, Shell>();
  return (req, res, nonce) => {
    const path = req.url ?? "";
    if (!(PAGES.has(path) || path === NOWHERE) || !isStranger(req)) return false;
    const shell = shells.get(path);
    if (shell && shell.keptUntil > Date.now()) {
      if (path === NOWHERE) res.statusCode = 404;
      void send(shell, req, res, nonce);
      return true;
    }
    // One request renders anew; those that come meanwhile still get what was kept.
    if (shell) shell.keptUntil = Date.now() + KEPT_MS;
    delete req.headers["accept-encoding"];
    const status = path === NOWHERE ? 404 : 200;
    listen(res, status, (body) => shells.set(path, cut(res, body, nonce)));
    return false;
  };
}

/** No cookie of ours, and the page itself is asked for, not the data that Next's client asks for. */
export const isStranger = ({ method, headers }: IncomingMessage): boolean =>
  method === "GET" && !headers.rsc && !headers.cookie?.includes("throng.");

/** Hands over the body of a page that was answered whole, with this status, and sets no cookie. */
function listen(res: ServerResponse, status: number, keep: (body: string) => void): void {
  const parts: Uint8Array[] = [];
  const overhear = (part: unknown) => {
    if (typeof part === "string") parts.push(Buffer.from(part));
    else if (part instanceof Uint8Array) parts.push(part);
  };
  for (const name of ["write", "end"] as const) {
    const original = res[name] as (...given: unknown[]) => unknown;
    const heard = (...given: unknown[]) => {
      overhear(given[0]);
      return original.apply(res, given);
    };
    Object.assign(res, { [name]: heard });
  }
  res.once("finish", () => {
    if (res.statusCode === status && !res.hasHeader("set-cookie")) keep(Buffer.concat(parts).toString("utf8"));
  });
}

function cut(res: ServerResponse, body: string, nonce: string): Shell {
  const headers = Object.entries(res.getHeaders())
    .filter(([name]) => !OWN_HEADERS.has(name))
    .map(([name, value]): [string, string[]] => [name, String(value).split(nonce)]);
  return { headers, pieces: body.split(nonce), keptUntil: Date.now() + KEPT_MS };
}

async function send({ headers, pieces }: Shell, req: IncomingMessage, res: ServerResponse, nonce: string) {
  const body = pieces.join(nonce);
  for (const [name, around] of headers) res.setHeader(name, around.join(nonce));
  if (!/\bgzip\b/.test(String(req.headers["accept-encoding"]))) return res.end(body);
  const small = await compress(body, { level: constants.Z_BEST_SPEED });
  return res.setHeader("Content-Encoding", "gzip").end(small);
}
