import { createServer, IncomingMessage, type RequestListener, type Server } from "node:http";
import { systemCode } from "@/lib/kit/start-error";
import { answerOn } from "./answer-on";
import { refuseSocket } from "./refuse-socket";
import { secure } from "./security-headers";

/**
 * A request that asks for HTTP/2 or anything else that is not spoken here is answered as it would be without its Upgrade
 * header (RFC 9110, section 7.8): Java's client asks for it with every request. Node hands all of them over as upgrades.
 */
class Request extends IncomingMessage {
  declare private asksUpgrade?: boolean;

  get upgrade(): boolean {
    if (!this.asksUpgrade) return false;
    return this.method === "CONNECT" || this.headers.upgrade?.toLowerCase() === "websocket";
  }

  set upgrade(asks: boolean | null) {
    this.asksUpgrade = asks === true;
  }
}

/** What Node's parser refuses by itself, by code; all else is a bad request. */
const REFUSED: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** The HTTP server, before anything is known of what it serves: what Node answers by itself bears the safe headers too. */
export function createHttpServer(answer: RequestListener): Server {
  const options = { keepAliveTimeout: 65_000, requestTimeout: 60_000, IncomingMessage: Request };
  const http = createServer({ ...options, requireHostHeader: false }, (req, res) => {
    if (req.headers.host !== undefined || req.httpVersion !== "1.1") return answer(req, res);
    secure(res);
    res.writeHead(400, { Connection: "close" }).end();
  });
  http.on("clientError", (error, socket) => {
    if (!socket.writable || answerOn(socket)?.headersSent) return socket.destroy();
    refuseSocket(socket, REFUSED[systemCode(error) ?? ""] ?? 400);
  });
  http.on("checkExpectation", (_req, res) => {
    secure(res);
    res.writeHead(417).end();
  });
  return http;
}
