import type { Role, SessionMember } from "@/lib/core/context";
import { BLOCKS_READ, isBlocked, isTurnedAway } from "@/lib/core/engine/ip-blocks/blocks";
import { actorOfSession } from "@/lib/core/engine/sessions/actor";
import { type SessionsEnded, sessionsEnded } from "@/lib/core/engine/sessions/publish-ended";
import { livingAmong } from "@/lib/core/engine/sessions/store";
import { readSettings } from "@/lib/core/settings/read-settings";
import { type ContinuousTask, startContinuous } from "@/lib/core/tasks/continuous";
import { isBusWhole, RESUMED, subscribe } from "@/lib/kit/bus";
import { figure } from "@/lib/kit/figures";
import { log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { type Committed, committedTopic } from "@/lib/kit/transact";
import type { Connection } from "./connection";
import { resync as resyncEvent } from "./events";
import { keepPlace, loseByMember, loseBySession, type Place, placesHeld, takePlace } from "./places";
import { noteConnections } from "./presence";
import { type ChannelMessage, entered, left } from "./publish";
import { ADMINS, isStartChannel } from "./start-channels";

/** Connections one member may hold at once in a process, over all their tabs and devices. */
export const CONNECTIONS_MAX = 50;
/** How often every connection's session is asked again, in milliseconds. */
export const SWEEP_MS = 30_000;
/** How often while no other process could say that one ended. */
const SWEEP_ALONE_MS = 2_000;

/** The members who chose to be seen or not. */
const presenceChosen = committedTopic<{ userId: string }>("presence:choice");

/** The connections of this process, by member and by session. */
type Hub = {
  byUser: Map<string, Set<Connection>>;
  bySession: Map<string, Set<Connection>>;
  count: number;
  /** Whether the sessions are being asked for at this moment. */
  sweeping: boolean;
};

const hub = (): Hub => remember("hub", () => ({ byUser: new Map(), bySession: new Map(), count: 0, sweeping: false }));

/** Why a member may not open one more connection. */
export type ConnectionRefusal = "blocked" | "rate_limited" | "unauthenticated";

/** A place for one more connection, and the member as they are now. */
export type Admission = { place: Place; member: SessionMember };

/**
 * Holds a place for the connection of `member` at `ip` until `takePlace`, so that handshakes under way at the same time count
 * each other. The session is read again once its end would be heard: it may have ended while it was read the first time.
 */
export async function admitMember({ id, via }: SessionMember, ip: string): Promise<Admission | ConnectionRefusal> {
  if (isTurnedAway(ip, "all")) return "blocked";
  if ((hub().byUser.get(id)?.size ?? 0) + placesHeld(id) >= CONNECTIONS_MAX) return "rate_limited";
  const place = keepPlace(id, via.sessionId);
  try {
    const member = await actorOfSession(via.sessionId);
    if (member.kind === "member") return { place, member };
  } catch (error) {
    takePlace(place);
    throw error;
  }
  takePlace(place);
  return "unauthenticated";
}

export const connectionCount = (): number => hub().count;

/** Open connections of every living process. */
export const connectionCounts = figure("connections", connectionCount);

/** Whether a member is connected to this process. */
export const isConnectedHere = (userId: string): boolean => hub().byUser.has(userId);

/** Counts a connection in. The answered function counts it out again, once. */
export function enter(connection: Connection): () => void {
  const { byUser, bySession } = hub();
  add(byUser, connection.userId, connection);
  add(bySession, connection.sessionId, connection);
  hub().count++;
  void publishPresence(connection.userId);
  let left = false;
  return () => {
    if (left) return;
    left = true;
    take(byUser, connection.userId, connection);
    take(bySession, connection.sessionId, connection);
    hub().count--;
    void publishPresence(connection.userId);
  };
}

/** Says how many connections a member has here, and whether they want to be seen. */
async function publishPresence(userId: string): Promise<void> {
  const seen = await readSettings(userId).then(
    (settings) => settings.showPresence,
    () => false,
  );
  noteConnections(userId, hub().byUser.get(userId)?.size ?? 0, seen);
}

/** After a member chose to be seen or not, on every process. */
export const showPresence = (committed: Committed, userId: string): void =>
  presenceChosen.publish(committed, { userId });

/** Lets the hub hear what ends sessions and memberships anywhere. The answered function stops it. */
export function startHub(): () => void {
  const stops = [
    sessionsEnded.subscribe(endSessions),
    entered.subscribe((message) => moveMember(message, "join")),
    left.subscribe((message) => moveMember(message, "leave")),
    presenceChosen.subscribe(({ userId }) => publishPresence(userId)),
    subscribe(BLOCKS_READ, dropBlocked),
    subscribe(RESUMED, resync),
    startContinuous(checkConnections),
  ];
  const timer = setInterval(() => void sweepAlone(), SWEEP_ALONE_MS);
  return () => {
    clearInterval(timer);
    for (const stop of stops) stop();
  };
}

/** The transports ping by the same measure, each connection at its own moment. */
const checkConnections: ContinuousTask = {
  name: "realtime.checkConnections",
  label: "Ping connections, and end those whose session is over",
  everyMs: SWEEP_MS,
  async run() {
    await sweep();
    return connectionCount() === 1 ? "1 connection" : `${connectionCount()} connections`;
  },
};

function endSessions({ sessionIds, reason }: SessionsEnded): void {
  loseBySession(sessionIds);
  for (const id of sessionIds) {
    for (const connection of [...(hub().bySession.get(id) ?? [])]) connection.end(reason);
  }
}

function moveMember({ userId, channel }: ChannelMessage, how: "join" | "leave"): void {
  loseByMember(userId);
  for (const connection of hub().byUser.get(userId) ?? []) connection[how](channel);
}

/** Closes the connections of IPs that may not even listen any more. */
function dropBlocked(): void {
  for (const connection of allConnections()) if (isBlocked(connection.origin.ip, "all")) connection.drop("blocked");
}

/**
 * What other processes said was not heard for a while: someone may have lost the right to a channel, and everyone may have missed events.
 * Connections leave the channels they joined, and are told to join again and ask `sync` for the gap.
 */
async function resync(): Promise<void> {
  for (const connection of allConnections()) {
    for (const channel of [...connection.channels()]) if (!isStartChannel(channel)) connection.leave(channel);
    connection.send(resyncEvent, {});
  }
  await sweep();
}

const allConnections = (): Connection[] => [...hub().byUser.values()].flatMap((connections) => [...connections]);

/** Ends connections whose session expired or ended while nothing could be heard. An open one keeps its session in use. */
async function sweep(): Promise<void> {
  for (const [sessionId, connections] of [...hub().bySession]) {
    const actor = await actorOfSession(sessionId).catch(() => undefined);
    if (actor) holdTo(connections, actor.kind === "member" ? actor.role : undefined);
  }
}

/** As `sweep`, by one statement, while other processes cannot say what they end. */
async function sweepAlone(): Promise<void> {
  const { bySession } = hub();
  if (isBusWhole() || bySession.size === 0 || hub().sweeping) return;
  hub().sweeping = true;
  try {
    const swept = [...bySession];
    const living = await livingAmong(swept.map(([sessionId]) => sessionId));
    for (const [sessionId, connections] of swept) holdTo(connections, living.get(sessionId));
  } catch (error) {
    log().warn({ err: error }, "open connections could not be looked after");
  } finally {
    hub().sweeping = false;
  }
}

/** Holds connections to the role that their session has now; without one it is over. */
function holdTo(connections: Set<Connection>, role: Role | undefined): void {
  for (const connection of [...connections]) {
    if (role === undefined) connection.end("expired");
    else if (role !== "admin") connection.leave(ADMINS);
  }
}

function add(map: Map<string, Set<Connection>>, key: string, connection: Connection): void {
  const set = map.get(key);
  if (set) set.add(connection);
  else map.set(key, new Set([connection]));
}

function take(map: Map<string, Set<Connection>>, key: string, connection: Connection): void {
  const set = map.get(key);
  set?.delete(connection);
  if (set?.size === 0) map.delete(key);
}
