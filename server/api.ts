import { readdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { anonymous, makeContext, type Origin } from "@/lib/core/http/context";
import { type RouteContext, refuse } from "@/lib/core/http/route";
import { AppError } from "@/lib/shared/errors";
import { LightResponse } from "./light-response";
import { RouteTree } from "./route-tree";

type Handler = (request: Request, context: RouteContext) => Promise<Response>;
/** What a route file exports, by method. */
type Methods = Map<string, Handler>;

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

export type ApiListener = (req: IncomingMessage, res: ServerResponse, origin: Origin) => void;

/** Mounts every route file under `folder` (the built `app/`) directly, at the path its place says. */
export async function mountApi(folder: string): Promise<ApiListener> {
  const routes = new RouteTree<Methods>();
  for (const file of routeFiles(folder)) routes.add(pathOf(file), await methodsOf(join(folder, file)));
  const listen = getRequestListener((request, { incoming }) => answer(routes, request, received(incoming)), {
    overrideGlobalObjects: false,
  });
  return (req, res, origin) => {
    void listen(Object.assign(req, { origin }), res);
  };
}

/** A request as the listener above was given it. */
const received = (incoming: object) => incoming as IncomingMessage & { origin: Origin };

const routeFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /(^|[\\/])route\.js$/.test(file));

/** `api/v1/rooms/[roomId]/route.js` answers at `api/v1/rooms/[roomId]`. */
const pathOf = (file: string): string => file.replaceAll("\\", "/").replace(/\/route\.js$/, "");

async function methodsOf(file: string): Promise<Methods> {
  const module = (await import(pathToFileURL(file).href)) as Record<string, Handler | undefined>;
  const offered = METHODS.flatMap((method) => {
    const handler = module[method];
    return handler ? [[method, handler] as const] : [];
  });
  return new Map(offered);
}

function answer(routes: RouteTree<Methods>, request: Request, { url = "", origin }: ReturnType<typeof received>) {
  const query = url.indexOf("?");
  const found = routes.find(url.slice(1, query < 0 ? undefined : query));
  if (!found) return refusal(origin, "not_found");
  const { value: methods, params } = found;
  // An answer to HEAD is one to GET whose body Node leaves out.
  const handler = methods.get(request.method === "HEAD" ? "GET" : request.method);
  if (handler) return handler(request, { params, origin, Response: LightResponse });
  const allow = [...methods.keys(), ...(methods.has("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  if (request.method === "OPTIONS") return new LightResponse(null, { status: 204, headers: { allow } });
  const response = refusal(origin, "method_not_allowed");
  response.headers.set("allow", allow);
  return response;
}

const refusal = (origin: Origin, code: "not_found" | "method_not_allowed"): Response =>
  refuse(makeContext(anonymous, origin), new AppError(code), "api", LightResponse);
