import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** Seconds after which a refused handshake may succeed: a connection is closed, the database is back. */
const RETRY_AFTER: Record<number, number> = { 429: 30, 503: 2 };

/** Answers an upgrade with `status` and lets go of the connection, whether its client closes it or not. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  const after = RETRY_AFTER[status];
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    "Content-Length: 0",
    ...(after === undefined ? [] : [`Retry-After: ${after}`]),
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n`, () => socket.destroy());
}
