import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { RawData, WebSocket } from "ws";
import type { SessionMember } from "@/lib/core/context";
import { isTurnedAway } from "@/lib/core/engine/ip-blocks/blocks";
import { actorOfCookie } from "@/lib/core/engine/sessions/actor";
import { isForeign } from "@/lib/core/http/origin";
import { notificationNew } from "@/lib/core/notifications/events";
import { type Connection, countEvent, newAllowance } from "@/lib/core/realtime/connection";
import { sessionEnded } from "@/lib/core/realtime/events";
import { type Admission, admitMember, enter } from "@/lib/core/realtime/hub";
import { type LiveEvents, onEvent, TOO_MANY } from "@/lib/core/realtime/on-event";
import { takePlace } from "@/lib/core/realtime/places";
import { LIVE, LIVE_HERE, type LiveMessage } from "@/lib/core/realtime/publish";
import { startChannels } from "@/lib/core/realtime/start-channels";
import { subscribe } from "@/lib/kit/bus";
import { FRAME_MAX } from "@/lib/shared/bounds";
import type { DataOf, EventDefinition } from "@/lib/shared/define-event";
import { ERRORS } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { Frame } from "@/lib/shared/live";
import { addressOf } from "./ip-of";
import { refuseSocket } from "./refuse-socket";
import { BACKLOG_MAX } from "./traffic";
import { BoundedWebSocketServer } from "./web-sockets";

const PING_MS = 30_000;
/** RFC 6455 section 7.4: rate limit violation, and "try again later" from the IANA registry. */
const CLOSE = { ended: 4001, rateLimit: 1008, later: 1013, restart: 1012 } as const;
const DROPPED = { flood: "too many events", blocked: "this IP is blocked" } as const;
/** Names of events that differ on this transport. */
const FRAME_TYPES: Record<string, string> = { [notificationNew.name]: "notification" };

type Upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;
type Line = { socket: WebSocket; alive: boolean };

/** The plain WebSocket at `/ws/{user_id}`: the same events as Socket.IO, one JSON object a frame. */
export function openPlainWebSocket(events: LiveEvents): { upgrade: Upgrade; close: () => Promise<void> } {
  const server = new BoundedWebSocketServer({ noServer: true, maxPayload: FRAME_MAX, perMessageDeflate: false });
  const inChannel = new Map<string, Set<WebSocket>>();
  const lines = new Set<Line>();
  const deliver = (message: unknown) => broadcast(inChannel, message as LiveMessage);
  const stops = [subscribe(LIVE, deliver), subscribe(LIVE_HERE, deliver)];
  const pinging = setInterval(() => lines.forEach(checkAlive), PING_MS);
  return {
    upgrade: (req, socket, head) => {
      void admit(req).then((admitted) => {
        if (typeof admitted === "number") return refuseSocket(socket, admitted);
        const { place, member } = admitted;
        if (!takePlace(place)) return refuseSocket(socket, 503);
        // Answers in the same turn: nothing comes between the place and the connection.
        server.handleUpgrade(req, socket, head, (ws) => welcome(ws, req, member, { events, inChannel, lines }));
      });
    },
    close: async () => {
      clearInterval(pinging);
      for (const stop of stops) stop();
      for (const { socket } of lines) socket.close(CLOSE.restart, "restarting");
      server.close();
    },
  };
}

/** Who a handshake is from, with their place, or the status it is refused with. Only the member's own id is let in. */
async function admit(req: IncomingMessage): Promise<Admission | number> {
  if (isForeign(req.headers.origin, req.headers.host)) return 403;
  const ip = addressOf(req.socket.remoteAddress, req.headers);
  if (isTurnedAway(ip, "all")) return 403;
  const actor = await actorOfCookie(req.headers.cookie).catch(() => undefined);
  if (!actor) return 503;
  if (actor.kind !== "member") return 401;
  const asked = decodeURIComponentSafe((req.url ?? "").split("?")[0]?.slice("/ws/".length) ?? "");
  if (asked !== "me" && asked.toLowerCase() !== actor.id) return 404;
  const admitted = await admitMember(actor, ip).catch(() => undefined);
  if (!admitted) return 503;
  return typeof admitted === "string" ? ERRORS[admitted].status : admitted;
}

function decodeURIComponentSafe(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

type Hall = { events: LiveEvents; inChannel: Map<string, Set<WebSocket>>; lines: Set<Line> };

function welcome(socket: WebSocket, req: IncomingMessage, member: SessionMember, hall: Hall): void {
  const line: Line = { socket, alive: true };
  const mine = new Set<string>();
  const connection = toConnection(socket, req, member, hall.inChannel, mine);
  for (const channel of startChannels(member)) connection.join(channel);
  hall.lines.add(line);
  const leave = enter(connection);
  socket.on("pong", () => {
    line.alive = true;
  });
  socket.on("message", (raw, binary) => void answer(socket, connection, hall.events, raw, binary));
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    for (const channel of mine) connection.leave(channel);
    hall.lines.delete(line);
    leave();
  });
}

function toConnection(
  socket: WebSocket,
  req: IncomingMessage,
  member: SessionMember,
  inChannel: Map<string, Set<WebSocket>>,
  mine: Set<string>,
): Connection {
  return {
    id: newId(),
    userId: member.id,
    sessionId: member.via.sessionId,
    origin: {
      ip: addressOf(req.socket.remoteAddress, req.headers),
      userAgent: (req.headers["user-agent"] ?? "").slice(0, 400),
    },
    allowance: newAllowance(),
    send: (event, data) => write(socket, frameOf(event, data)),
    channels: () => mine,
    join: (channel) => {
      mine.add(channel);
      const members = inChannel.get(channel);
      if (members) members.add(socket);
      else inChannel.set(channel, new Set([socket]));
    },
    leave: (channel) => {
      mine.delete(channel);
      inChannel.get(channel)?.delete(socket);
      if (inChannel.get(channel)?.size === 0) inChannel.delete(channel);
    },
    end: (reason) => {
      write(socket, frameOf(sessionEnded, { reason }));
      socket.close(CLOSE.ended, reason);
    },
    drop: (why) => socket.close(CLOSE.rateLimit, DROPPED[why]),
  };
}

const BAD_FRAME = { code: "bad_request", message: "A frame is one JSON object with a “type”." };

async function answer(socket: WebSocket, connection: Connection, events: LiveEvents, raw: RawData, binary: boolean) {
  if (socket.readyState !== socket.OPEN) return;
  const frame = binary ? undefined : readFrame(raw);
  if (!frame) {
    const data = countEvent(connection) ? BAD_FRAME : { code: "rate_limited", message: TOO_MANY };
    return write(socket, JSON.stringify({ type: "error", data }));
  }
  const { type, id, data, timestamp } = frame;
  const ack = await onEvent(connection, events, type, type === "ping" ? { timestamp } : data);
  const pong = type === "ping" && "data" in ack;
  write(socket, JSON.stringify(pong ? { type: "pong", timestamp } : { type: "ack", id, ...ack }));
}

function readFrame(raw: RawData): Frame | undefined {
  try {
    return Buffer.isBuffer(raw) ? Frame.safeParse(JSON.parse(raw.toString("utf8"))).data : undefined;
  } catch {
    return undefined;
  }
}

const frameOf = <E extends EventDefinition>({ name }: E, data: DataOf<E>): string =>
  JSON.stringify({ type: name, data });

function broadcast(inChannel: Map<string, Set<WebSocket>>, { channel, event, data }: LiveMessage): void {
  const members = inChannel.get(channel);
  if (!members) return;
  const text = JSON.stringify({ type: FRAME_TYPES[event] ?? event, data });
  for (const socket of members) write(socket, text);
}

function write(socket: WebSocket, text: string): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > BACKLOG_MAX) socket.close(CLOSE.later, "too slow");
  else socket.send(text);
}

function checkAlive(line: Line): void {
  if (!line.alive) return line.socket.terminate();
  line.alive = false;
  line.socket.ping();
}
