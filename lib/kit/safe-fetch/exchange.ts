import type { Socket } from "node:net";
import type { Dispatcher } from "undici";
import { systemCode } from "@/lib/kit/start-error";
import type { Rules } from "./check-url";
import { connectChecked, type Dial } from "./connect";
import { ACCEPT_ENCODING } from "./decode";
import { asFetchError, FetchError, type FetchReason } from "./fetch-error";
import type { Asked } from "./redirect";
import { type Resolve, resolveChecked } from "./resolve";
import { userAgent } from "./user-agent";

/** How names are resolved and connections begun: tests give their own. */
export type Network = { resolve: Resolve; dial: Dial };

type Answer = { status: number; headers: Record<string, string>; raw: Buffer };
/** How much of a body is read, decided by what comes before it, in bytes; 0 reads nothing. */
type BytesToRead = (status: number, headers: Record<string, string>) => number;
type Context = { rules: Rules; network: Network; signal: AbortSignal; bytesToRead: BytesToRead };

const HEADERS_MAX_BYTES = 32 * 1024;

/**
 * One request and its answer, over a connection of its own that is gone afterwards. Nothing is followed or unpacked.
 * @throws FetchError
 */
export async function exchange(asked: Asked, { rules, network, signal, bytesToRead }: Context): Promise<Answer> {
  const ips = await resolveChecked(asked.url, rules, network.resolve, signal);
  // Loaded when it is needed: most processes never ask a foreign URL.
  const { Client } = await import("undici");
  const socket = await connectChecked(asked.url, ips, { rules, dial: network.dial, signal });
  const client = new Client(asked.url.origin, {
    connect: handOver(socket),
    ...{ headersTimeout: 0, bodyTimeout: 0, maxHeaderSize: HEADERS_MAX_BYTES },
  });
  try {
    const response = await client.request(requestOf(asked, signal)).catch((error: unknown) => {
      throw asFetchError(error, reasonOf(error));
    });
    response.body.on("error", () => {});
    const headers = plainHeaders(response.headers);
    const most = bytesToRead(response.statusCode, headers);
    const raw = most === 0 ? Buffer.alloc(0) : await readAtMost(response.body, most);
    return { status: response.statusCode, headers, raw };
  } finally {
    socket.destroy();
    client.destroy().catch(() => {});
  }
}

/** Gives the client the one connection that was checked. It never gets another, and waits for ever if it gets it at once. */
function handOver(socket: Socket) {
  let given = false;
  return (_options: unknown, done: (...result: [null, Socket] | [Error, null]) => void) => {
    const isFirst = !given;
    given = true;
    queueMicrotask(() => (isFirst ? done(null, socket) : done(new FetchError("refused"), null)));
  };
}

function requestOf({ url, method, headers, body }: Asked, signal: AbortSignal): Dispatcher.RequestOptions {
  return {
    ...{ path: `${url.pathname}${url.search}`, method, body, signal, reset: true },
    headers: { ...headers, "user-agent": userAgent(), "accept-encoding": ACCEPT_ENCODING },
  };
}

/** Several of one name become one, joined by a comma. */
const plainHeaders = (headers: Dispatcher.ResponseData["headers"]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value = ""]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );

/** Copies what comes into one buffer that grows: a body of single bytes holds no more memory than any other. */
async function readAtMost(body: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  let held = Buffer.allocUnsafe(Math.min(most, 16 * 1024));
  let size = 0;
  try {
    for await (const part of body) {
      if (size + part.length > most) throw new FetchError("too_large");
      if (size + part.length > held.length) {
        const larger = Buffer.allocUnsafe(Math.min(most, Math.max(held.length * 2, size + part.length)));
        held.copy(larger, 0, 0, size);
        held = larger;
      }
      size += part.copy(held, size);
    }
  } catch (error) {
    throw asFetchError(error, "cut_off");
  }
  return held.subarray(0, size);
}

/** What an error of the client means before there is an answer. */
function reasonOf(error: unknown): FetchReason {
  const code = systemCode(error);
  if (code === "UND_ERR_INVALID_ARG") return "bad_header";
  if (code === "UND_ERR_HEADERS_OVERFLOW") return "too_large";
  return error instanceof Error && error.name === "HTTPParserError" ? "not_http" : "refused";
}
