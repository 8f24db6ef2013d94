import { createServer, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import next from "next";
import { env } from "@/lib/kit/env";
import type { Pages } from "./page-door";
import { readPageRoutes } from "./page-routes";

type OpenPages = Pages & {
  /** For the upgrades that are Next's own: reload in development. Absent where there are none. */
  upgrade: ((req: IncomingMessage, socket: Duplex, head: Buffer) => void) | undefined;
  close: () => Promise<void>;
};

/** Next.js for the screens, and for the API too where API_MOUNT=next. */
export async function openPages(root: string): Promise<OpenPages> {
  const dev = env().NODE_ENV === "development";
  // Next listens for upgrades on the server it is given. Ours decides about those itself, so Next gets one that never
  // listens, and hears there of the upgrades that are its own.
  const silent = createServer();
  const app = next({ dev, dir: root, httpServer: silent, port: env().PORT, quiet: !dev });
  await app.prepare();
  return {
    handle: app.getRequestHandler(),
    kindOf: readPageRoutes(root, dev),
    upgrade: dev ? (req, socket, head) => void silent.emit("upgrade", req, socket, head) : undefined,
    close: () => app.close(),
  };
}
