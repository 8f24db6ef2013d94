import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import { refuseSocket } from "./refuse-socket";
import { BACKLOG_MAX, countBytes, countFrame, newTraffic } from "./traffic";

/** What a connection may hold of what is not complete yet: each part may keep the 64 kB alive that it came with. */
const BOUNDS = {
  maxFragments: 16,
  maxBufferedChunks: 256,
  /** How long a client may take to answer that it is being closed, in milliseconds; then the connection is cut. */
  closeTimeout: 500,
};

/** The WebSockets of both transports, Engine.IO's included, from before anybody is signed in. */
export class BoundedWebSocketServer extends WebSocketServer {
  constructor(options: ServerOptions) {
    super({ ...options, ...BOUNDS });
    this.on("wsClientError", (_error, socket) => refuseSocket(socket, 400));
  }

  override handleUpgrade(
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    done: (ws: WebSocket, req: IncomingMessage) => void,
  ): void {
    super.handleUpgrade(req, socket, head, (ws, from) => {
      boundTraffic(ws, socket);
      done(ws, from);
    });
  }
}

/** Counts what comes, and cuts who sends too much or lets the answers to their pings pile up. */
function boundTraffic(ws: WebSocket, socket: Duplex): void {
  const traffic = newTraffic();
  const countControl = () => {
    if (!countFrame(traffic)) ws.terminate();
  };
  ws.on("ping", countControl).on("pong", countControl);
  socket.on("data", (chunk: Buffer) => {
    if (!countBytes(traffic, chunk.length) || ws.bufferedAmount > BACKLOG_MAX) ws.terminate();
  });
}
