import { readdirSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { anonymous, makeContext, type Origin } from "@/lib/core/http/context";
import { type RouteContext, refuse } from "@/lib/core/http/route";
import { AppError } from "@/lib/shared/errors";

type Handler = (request: Request, context: RouteContext) => Promise<Response>;
type Env = { Bindings: { incoming: IncomingMessage & { origin: Origin } } };

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

export type ApiListener = (req: IncomingMessage, res: ServerResponse, origin: Origin) => void;

/** Mounts every route file under `folder` (the built `app/`) directly, at the path its place says. */
export async function mountApi(folder: string): Promise<ApiListener> {
  const app = new Hono<Env>();
  for (const file of routeFiles(folder)) {
    const module = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, Handler | undefined>;
    mountFile(app, pathOf(file), module);
  }
  app.notFound((c) => refusal(c.env.incoming.origin, "not_found"));
  const listen = getRequestListener((request, env) => app.fetch(request, env), { overrideGlobalObjects: false });
  return (req, res, origin) => {
    void listen(Object.assign(req, { origin }), res);
  };
}

const routeFiles = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => /(^|[\\/])route\.js$/.test(file));

/** `api/v1/rooms/[roomId]/route.js` answers at `/api/v1/rooms/:roomId`. */
const pathOf = (file: string): string =>
  `/${file
    .replaceAll("\\", "/")
    .replace(/\/route\.js$/, "")
    .replace(/\[(\w+)\]/g, ":$1")}`;

function mountFile(app: Hono<Env>, path: string, module: Record<string, Handler | undefined>): void {
  const offered = METHODS.filter((method) => module[method]);
  for (const method of offered) {
    const handler = module[method];
    if (handler)
      app.on(method, path, (c) => handler(c.req.raw, { params: c.req.param(), origin: c.env.incoming.origin }));
  }
  const allow = [...offered, ...(offered.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  app.options(path, () => new Response(null, { status: 204, headers: { allow } }));
  app.all(path, (c) => {
    const response = refusal(c.env.incoming.origin, "method_not_allowed");
    response.headers.set("allow", allow);
    return response;
  });
}

const refusal = (origin: Origin, code: "not_found" | "method_not_allowed"): Response =>
  refuse(makeContext(anonymous, origin), new AppError(code), "api");
