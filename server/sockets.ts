import type { Server as HttpServer, IncomingMessage, ServerResponse } from "node:http";
import { Server, type Socket } from "socket.io";
import type { SessionMember } from "@/lib/core/context";
import { isTurnedAway } from "@/lib/core/engine/ip-blocks/blocks";
import { actorOfCookie } from "@/lib/core/engine/sessions/actor";
import { isForeign } from "@/lib/core/http/origin";
import { toRefusal } from "@/lib/core/http/problem";
import { type Connection, newAllowance } from "@/lib/core/realtime/connection";
import { sessionEnded } from "@/lib/core/realtime/events";
import { admitMember, enter } from "@/lib/core/realtime/hub";
import { type LiveEvents, onEvent } from "@/lib/core/realtime/on-event";
import { type Place, takePlace } from "@/lib/core/realtime/places";
import { LIVE, LIVE_HERE, type LiveMessage } from "@/lib/core/realtime/publish";
import { ADMINS, startChannels } from "@/lib/core/realtime/start-channels";
import { subscribe } from "@/lib/kit/bus";
import { log } from "@/lib/kit/log";
import { FRAME_MAX } from "@/lib/shared/bounds";
import type { DataOf } from "@/lib/shared/define-event";
import type { Ack, SessionEndReason } from "@/lib/shared/live";
import { boundPolls, boundSession } from "./engine-bounds";
import { addressOf } from "./ip-of";
import { refuseSocket } from "./refuse-socket";
import { secure } from "./security-headers";
import { BoundedWebSocketServer } from "./web-sockets";

const PING_MS = 30_000;

type Data = { member: SessionMember; place: Place };
type LiveServer = Server<
  Record<string, (...args: unknown[]) => void>,
  Record<string, (data: unknown) => void>,
  object,
  Data
>;
type LiveSocket = Socket<
  Record<string, (...args: unknown[]) => void>,
  Record<string, (data: unknown) => void>,
  object,
  Data
>;

type Sockets = {
  /** Whether an admin's socket is connected to this process. */
  hasAdmins: () => boolean;
  /** Closes every connection so that clients come back by themselves, to another process or to the next start. */
  close: () => Promise<void>;
};

/**
 * The Socket.IO server on `http`. Every process hears the bus and emits to its own sockets, so that what is published
 * anywhere arrives everywhere once.
 */
export function openSockets(http: HttpServer, events: LiveEvents): Sockets {
  const io: LiveServer = new Server({
    path: "/socket.io",
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: FRAME_MAX,
    wsEngine: BoundedWebSocketServer,
    pingInterval: PING_MS,
    pingTimeout: 20_000,
    connectTimeout: 10_000,
    allowRequest: (req, decide) => decide(null, isWelcome(req)),
  });
  io.attach(http);
  io.engine.use((_req: IncomingMessage, res: ServerResponse, next: () => void) => {
    secure(res);
    next();
  });
  io.engine.use(boundPolls());
  io.engine.on("connection", boundSession);
  io.engine.on("connection_error", ({ req, code }: RefusedHandshake) => refuseFirst(req, code));
  io.use((socket, next) => void authenticate(socket).then(next, next));
  io.on("connection", (socket) => welcome(socket, events));
  const emit = (message: unknown) => {
    const { channel, event, data } = message as LiveMessage;
    io.to(channel).emit(event, data);
  };
  const stops = [subscribe(LIVE, emit), subscribe(LIVE_HERE, emit)];
  return {
    hasAdmins: () => (io.of("/").adapter.rooms.get(ADMINS)?.size ?? 0) > 0,
    close: async () => {
      for (const stop of stops) stop();
      await io.close();
    },
  };
}

/** What Engine.IO says of a handshake that it refuses, before it answers: `res` is there unless it is an upgrade. */
type RefusedHandshake = { req: IncomingMessage & { res?: ServerResponse; websocket?: unknown }; code: number };

/** Engine.IO's code for what `allowRequest` refused. */
const FORBIDDEN = 4;

/** Engine.IO would answer an upgrade without the safe headers. */
function refuseFirst({ res, websocket, socket }: RefusedHandshake["req"], code: number): void {
  if (!res && !websocket) refuseSocket(socket, code === FORBIDDEN ? 403 : 400);
}

/** A handshake meets no other door: Engine.IO takes its requests before anyone else. */
const isWelcome = ({ headers, socket }: IncomingMessage): boolean =>
  !isForeign(headers.origin, headers.host) && !isTurnedAway(addressOf(socket.remoteAddress, headers), "all");

/**
 * The handshake's request is not needed once the socket stands, and holds some kilobytes a connection. Not earlier:
 * until then the cookie is read from it.
 */
function forgetRequest(raw: { request: IncomingMessage | null }): void {
  raw.request = null;
}

async function authenticate(socket: LiveSocket): Promise<Error | undefined> {
  try {
    return await admit(socket);
  } catch (error) {
    // Socket.IO would send the message of the error as it is.
    const { code } = toRefusal(error, { log: log() }, "live:handshake");
    return refusal(code, "The server can't let anyone in now. Try again in a moment.");
  }
}

async function admit(socket: LiveSocket): Promise<Error | undefined> {
  const actor = await actorOfCookie(socket.handshake.headers.cookie);
  if (actor.kind !== "member") return refusal("unauthenticated", REFUSED.unauthenticated);
  const admitted = await admitMember(actor, ipOfSocket(socket));
  if (typeof admitted === "string") return refusal(admitted, REFUSED[admitted]);
  const { place, member } = admitted;
  Object.assign(socket.data, { place, member } satisfies Data);
  // Whoever left meanwhile is never welcomed.
  if (socket.conn.readyState === "open") socket.conn.once("close", () => takePlace(place));
  else takePlace(place);
  return undefined;
}

const REFUSED = {
  unauthenticated: "Sign in to connect.",
  blocked: "This IP is blocked.",
  rate_limited: "Too many connections of this member.",
} as const;

const ipOfSocket = ({ handshake }: LiveSocket): string => addressOf(handshake.address, handshake.headers);

/** A refused handshake: the client finds the code in `error.data`. */
const refusal = (code: string, message: string): Error =>
  Object.assign(new Error(message), { data: { code, message } });

function welcome(socket: LiveSocket, events: LiveEvents): void {
  // Comes again by itself, and is read again.
  if (!takePlace(socket.data.place)) return socket.conn.close();
  const connection = toConnection(socket);
  forgetRequest(socket.conn);
  const leave = enter(connection);
  socket.on("disconnect", leave);
  void socket.join(startChannels(socket.data.member));
  // Socket.IO lets numbers pass as names.
  socket.onAny((name: string | number, ...args: unknown[]) => {
    const answer = args.at(-1);
    const data = args[0] === answer && typeof answer === "function" ? undefined : args[0];
    void onEvent(connection, events, String(name), data).then((ack) => {
      if (typeof answer === "function") (answer as (ack: Ack) => void)(ack);
    });
  });
}

function toConnection(socket: LiveSocket): Connection {
  const { id, via } = socket.data.member;
  return {
    id: socket.id,
    userId: id,
    sessionId: via.sessionId,
    origin: {
      ip: ipOfSocket(socket),
      userAgent: (socket.handshake.headers["user-agent"] ?? "").slice(0, 400),
    },
    allowance: newAllowance(),
    send: ({ name }, data) => void socket.emit(name, data),
    // Socket.IO gives every socket a channel of its own.
    channels: () => [...socket.rooms].filter((channel) => channel !== socket.id),
    join: (channel) => void socket.join(channel),
    leave: (channel) => void socket.leave(channel),
    end: (reason: SessionEndReason) => {
      socket.emit(sessionEnded.name, { reason } satisfies DataOf<typeof sessionEnded>);
      socket.disconnect(true);
    },
    drop: () => void socket.disconnect(true),
  };
}
