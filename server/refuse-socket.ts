import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { dataHeaders } from "./security-headers";

/** Seconds after which a refused handshake may succeed: a connection is closed, the database is back. */
const RETRY_AFTER: Record<number, number> = { 429: 30, 503: 2 };

/** Answers what never became a request with `status`, and lets go of the connection, whether its client closes it or not. */
export function refuseSocket(socket: Duplex, status: number): void {
  const after = RETRY_AFTER[status];
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "Connection: close",
    "Content-Length: 0",
    ...(after === undefined ? [] : [`Retry-After: ${after}`]),
    ...Object.entries(dataHeaders()).map(([name, value]) => `${name}: ${value}`),
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n`, () => socket.destroy());
}
