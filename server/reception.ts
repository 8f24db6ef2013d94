import type { RequestListener, Server } from "node:http";
import { Server as NetServer, type Socket } from "node:net";
import { within } from "@/lib/kit/deadline";
import { answerOn } from "./answer-on";
import { secure } from "./security-headers";

/** How long open requests may take to finish when the server stops, in milliseconds. */
const DRAIN_MS = 8_000;
/** How long connections that are kept alive may still bring a request: one that is on its way meets no closed door. */
const GRACE_MS = 500;

export type Reception = {
  listener: RequestListener;
  /**
   * Takes no new connections, answers what those there are still bring, and asks them to close. Settles when nothing is
   * under way any more; what comes later is sent away.
   */
  drain: (http: Server) => Promise<void>;
};

/** Counts the requests that `answer` gets. */
export function startReception(answer: RequestListener): Reception {
  // Those who ask, and not what they are answered: that would change with each request, and outlive it in memory.
  const sockets = new Set<Socket>();
  let open = 0;
  let stage: "open" | "closing" | "closed" = "open";
  let empty = () => {};
  const listener: RequestListener = (req, res) => {
    if (stage === "closed") {
      secure(res);
      return void res.writeHead(503, { "Retry-After": "2", Connection: "close" }).end();
    }
    const { socket } = req;
    if (!sockets.has(socket)) {
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
    }
    open++;
    res.once("close", () => {
      open--;
      if (open === 0) empty();
    });
    if (stage === "closing") res.setHeader("Connection", "close");
    answer(req, res);
  };
  const drain = async (http: Server) => {
    stage = "closing";
    // Not `http.close()`: that cuts connections between two requests, and the second one may be on its way.
    NetServer.prototype.close.call(http);
    for (const socket of sockets) {
      const res = answerOn(socket);
      if (res && !res.headersSent) res.setHeader("Connection", "close");
    }
    await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
    const answered = new Promise<void>((resolve) => {
      empty = resolve;
      if (open === 0) resolve();
    });
    await within(answered, DRAIN_MS - GRACE_MS, undefined);
    stage = "closed";
    http.closeIdleConnections();
  };
  return { listener, drain };
}
