import { readdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { pathToFileURL } from "node:url";
import { anonymous, makeContext, type Origin } from "@/lib/core/context";
import { type Answer, type Declaration, refuse, respond } from "@/lib/core/http/route";
import type { Parts } from "@/lib/core/verb/file";
import { log } from "@/lib/kit/log";
import { systemCode } from "@/lib/kit/start-error";
import { AppError } from "@/lib/shared/errors";
import { NodeRequest } from "./node-request";
import { RouteTree } from "./route-tree";
import { safePath } from "./safe-path";
import { dataHeaders } from "./security-headers";

/** What a route file declares, by method. */
type Methods = Map<string, Declaration>;

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

export type ApiListener = (req: IncomingMessage, res: ServerResponse, origin: Origin) => void;

/**
 * Mounts every route file under `folder` (the built `app/`) directly, at the path its place says. What they declare is
 * answered without the Request and Response that Next needs: making and reading those costs more than a cached answer.
 */
export async function mountApi(folder: string): Promise<ApiListener> {
  const routes = new RouteTree<Methods>();
  for (const file of routeFiles(folder)) {
    const methods = await methodsOf(join(folder, file));
    if (methods.size > 0) routes.add(pathOf(file), methods);
  }
  const safe = Object.entries(dataHeaders()).flat();
  const sendSoon = inBatches(({ res, answer }: Ready) => send(res, answer, safe));
  return (req, res, origin) => {
    const answering = Promise.resolve(find(routes, new NodeRequest(req), origin));
    void answering.then((answer) => sendSoon({ res, answer }));
  };
}

type Ready = { res: ServerResponse; answer: Answer };

/**
 * Answers that are ready in one turn of the event loop leave together at its end. Written one by one, each of them
 * wakes who sleeps until it comes, which costs the kernel more than the rest of a short answer.
 */
function inBatches<T>(work: (item: T) => void): (item: T) => void {
  let waiting: T[] = [];
  const workAll = () => {
    const all = waiting;
    waiting = [];
    for (const item of all) work(item);
  };
  return (item) => {
    if (waiting.push(item) === 1) setImmediate(workAll);
  };
}

const routeFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /(^|[\\/])route\.js$/.test(file));

/** `api/v1/users/[userId]/route.js` answers at `api/v1/users/[userId]`. */
const pathOf = (file: string): string => file.replaceAll("\\", "/").replace(/\/route\.js$/, "");

/** A function that declares nothing is Next's own business. */
async function methodsOf(file: string): Promise<Methods> {
  const module = (await import(pathToFileURL(file).href)) as Record<string, { declaration?: Declaration } | undefined>;
  const offered = METHODS.flatMap((method) => {
    const declaration = module[method]?.declaration;
    return declaration ? [[method, declaration] as const] : [];
  });
  return new Map(offered);
}

function find(routes: RouteTree<Methods>, request: NodeRequest, origin: Origin): Answer | Promise<Answer> {
  const query = request.url.indexOf("?");
  const found = routes.find(request.url.slice(1, query < 0 ? undefined : query));
  if (!found) return refusal(origin, "not_found");
  const { value: methods, params } = found;
  // An answer to HEAD is one to GET whose body Node leaves out.
  const declaration = methods.get(request.method === "HEAD" ? "GET" : request.method);
  if (declaration) return respond(declaration, request, params, origin);
  const allow = [...methods.keys(), ...(methods.has("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  if (request.method === "OPTIONS") return { status: 204, headers: { allow }, body: null };
  const refused = refusal(origin, "method_not_allowed");
  return { ...refused, headers: { ...refused.headers, allow } };
}

const refusal = (origin: Origin, code: "not_found" | "method_not_allowed"): Answer =>
  refuse(makeContext(anonymous, origin), new AppError(code), "api");

/** Names and values go as one flat list: Node writes that as it is, and takes an object apart header by header. */
function send(res: ServerResponse, { status, headers, body }: Answer, safe: string[]): void {
  const list = [...safe];
  for (const name in headers) list.push(name, headers[name] ?? "");
  if (typeof body === "object" && body !== null) return sendParts(res.writeHead(status, list), body);
  if (body !== null) list.push("content-length", String(Buffer.byteLength(body)));
  res.writeHead(status, list).end(body ?? undefined);
}

/** As fast as the client takes them. When they end early the connection is cut, so that nobody takes a part for the whole. */
function sendParts(res: ServerResponse, parts: Parts): void {
  if (res.req.method === "HEAD") return void res.end();
  pipeline(Readable.from(parts, { objectMode: false }), res).catch((error: unknown) => {
    if (systemCode(error) === "ERR_STREAM_PREMATURE_CLOSE") return;
    log().error({ err: error, path: safePath(res.req.url) }, "a file could not be sent whole");
  });
}
