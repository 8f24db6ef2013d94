import { io } from "socket.io-client";
import { WebSocket } from "ws";
import { withDeadline } from "@/lib/kit/deadline";
import type { Ack } from "@/lib/shared/live";
import type { TestMember } from "./client";

/** How long a test waits for something live before it says that it did not come, in milliseconds. */
const PATIENCE_MS = 60_000;

export type Transport = "Socket.IO" | "/ws";
export type Heard = { event: string; data: unknown };

/** A live connection, the same for a test whichever transport carries it. */
export type LiveClient = {
  readonly transport: Transport;
  /** Sends an event and waits for its acknowledgement. */
  send: <T = unknown>(event: string, data?: unknown) => Promise<Ack<T>>;
  /** Everything heard so far, in order. */
  readonly heard: Heard[];
  /** The data of the first such event, heard already or yet to come. */
  until: <T = unknown>(event: string, fits?: (data: T) => boolean) => Promise<T>;
  /** Settles when the connection is gone. */
  closed: Promise<unknown>;
  close: () => void;
};

/** A handshake that the server refused: the HTTP status of `/ws`, the error code of Socket.IO. */
export class RefusedHandshake extends Error {
  constructor(
    readonly reason: string,
    /** Of a refused HTTP request: when to come back. */
    readonly retryAfter?: string,
  ) {
    super(`the handshake was refused: ${reason}`);
  }
}

type Handshake = {
  /** Headers in place of the member's cookie and this server's Origin. */
  headers?: Record<string, string>;
  /** The id in the IP of `/ws/{id}`, the member's own unless told. */
  as?: string;
  /** Engine.IO's first transport. */
  polling?: boolean;
};

/** Opens a live connection of `member`. @throws RefusedHandshake */
export const openLive = (transport: Transport, member: TestMember, handshake: Handshake = {}): Promise<LiveClient> =>
  transport === "/ws" ? openPlain(member, handshake) : openSocket(member, handshake);

const headersOf = (member: TestMember, given?: Record<string, string>): Record<string, string> =>
  given ?? { cookie: member.cookie(), origin: member.url, "x-forwarded-for": member.ip };

function openSocket(member: TestMember, { headers, polling }: Handshake): Promise<LiveClient> {
  const socket = io(member.url, {
    transports: polling ? ["polling"] : ["websocket"],
    extraHeaders: headersOf(member, headers),
    reconnection: false,
    forceNew: true,
  });
  const ears = listen();
  socket.onAny((event: string, data: unknown) => ears.hear({ event, data }));
  const closed = new Promise((done) => socket.once("disconnect", done));
  return new Promise((done, fail) => {
    socket.once("connect_error", (error) => {
      socket.close();
      const code = "data" in error ? (error.data as { code?: string } | undefined)?.code : undefined;
      fail(new RefusedHandshake(code ?? error.message));
    });
    socket.once("connect", () =>
      done({
        transport: "Socket.IO",
        ...ears,
        send: (event, data) => socket.timeout(PATIENCE_MS).emitWithAck(event, data),
        closed,
        close: () => void socket.close(),
      }),
    );
  });
}

type PlainFrame = { type: string; id?: number; data?: unknown; error?: unknown; timestamp?: number };

function openPlain(member: TestMember, { headers, as = member.id }: Handshake): Promise<LiveClient> {
  const socket = new WebSocket(`${member.url.replace(/^http/, "ws")}/ws/${as}`, {
    headers: headersOf(member, headers),
  });
  const ears = listen();
  const waiting = new Map<number | "pong", (frame: PlainFrame) => void>();
  socket.on("message", (raw: Buffer) => {
    const frame = JSON.parse(raw.toString("utf8")) as PlainFrame;
    const key = frame.type === "pong" ? "pong" : (frame.id ?? -1);
    const answer = frame.type === "ack" || frame.type === "pong" ? waiting.get(key) : undefined;
    if (answer) answer(frame);
    else ears.hear({ event: frame.type, data: frame.data });
  });
  const closed = new Promise((done) => socket.once("close", (code: number) => done(code)));
  let last = 0;
  const send = <T>(event: string, data?: unknown): Promise<Ack<T>> =>
    inTime(`the acknowledgement of ${event}`, (done) => {
      const id = ++last;
      const key = event === "ping" ? "pong" : id;
      waiting.set(key, (frame) => {
        waiting.delete(key);
        const pong = { data: { type: "pong", timestamp: frame.timestamp } };
        done((frame.type === "pong" ? pong : frame) as Ack<T>);
      });
      socket.send(JSON.stringify(event === "ping" ? { type: event, ...(data as object) } : { type: event, id, data }));
    });
  return new Promise((done, fail) => {
    socket.on("error", fail);
    socket.once("unexpected-response", (_request, response) => {
      fail(new RefusedHandshake(String(response.statusCode), response.headers["retry-after"]));
      socket.terminate();
    });
    socket.once("open", () => done({ transport: "/ws", ...ears, send, closed, close: () => socket.close() }));
  });
}

/** Keeps what is heard and lets a test wait for it. */
function listen(): Pick<LiveClient, "heard" | "until"> & { hear: (event: Heard) => void } {
  const heard: Heard[] = [];
  const curious = new Set<(event: Heard) => void>();
  return {
    heard,
    hear: (event) => {
      heard.push(event);
      for (const look of [...curious]) look(event);
    },
    until: <T>(name: string, fits: (data: T) => boolean = () => true) =>
      inTime<T>(`the event ${name}`, (done) => {
        const look = ({ event, data }: Heard) => {
          if (event !== name || !fits(data as T)) return;
          curious.delete(look);
          done(data as T);
        };
        curious.add(look);
        for (const event of heard) look(event);
      }),
  };
}

/** What `start` answers through its callback. @throws when it takes far too long */
const inTime = <T>(what: string, start: (done: (value: T) => void) => void): Promise<T> =>
  withDeadline(new Promise(start), PATIENCE_MS, `${what} did not come`);

/** What an acknowledgement brings. @throws when it is a refusal */
export function dataOf<T>(ack: Ack<T>): T {
  if ("error" in ack) throw new Error(`refused: ${ack.error.code} ${ack.error.message}`);
  return ack.data;
}

/** The code of a refused event; "ok" for any other acknowledgement. */
export const refusalIn = (ack: Ack): string => ("error" in ack ? ack.error.code : "ok");

/** What a refused handshake was refused with; "open" when it was not, and then it is closed again. */
export async function handshakeRefusal(opening: Promise<LiveClient>): Promise<string> {
  try {
    const client = await opening;
    client.close();
    return "open";
  } catch (error) {
    if (error instanceof RefusedHandshake) return error.reason;
    throw error;
  }
}
