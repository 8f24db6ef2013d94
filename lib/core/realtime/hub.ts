import { actorOfSession } from "@/lib/core/sessions/actor";
import { SESSIONS_ENDED, type SessionsEnded } from "@/lib/core/sessions/end-session";
import { RESUMED, subscribe } from "@/lib/kit/bus";
import { remember } from "@/lib/kit/remember";
import { channels } from "@/lib/shared/live";
import type { Connection } from "./connection";
import { noteConnections } from "./presence";
import { LEAVE, type LeaveMessage } from "./publish";

/** Connections one member may hold at once in a process, over all their tabs and devices. */
export const CONNECTIONS_MAX = 50;
/** How often every connection's session is asked again, in milliseconds. */
export const SWEEP_MS = 30_000;

/** The connections of this process, by member and by session. */
type Hub = { byUser: Map<string, Set<Connection>>; bySession: Map<string, Set<Connection>>; count: number };

const hub = (): Hub => remember("hub", () => ({ byUser: new Map(), bySession: new Map(), count: 0 }));

/** Whether a member may open one more connection. */
export const mayConnect = (userId: string): boolean => (hub().byUser.get(userId)?.size ?? 0) < CONNECTIONS_MAX;

export const connectionCount = (): number => hub().count;

/** Counts a connection in. The answered function counts it out again, once. */
export function enter(connection: Connection): () => void {
  const { byUser, bySession } = hub();
  add(byUser, connection.userId, connection);
  add(bySession, connection.sessionId, connection);
  hub().count++;
  noteConnections(connection.userId, byUser.get(connection.userId)?.size ?? 1);
  let left = false;
  return () => {
    if (left) return;
    left = true;
    take(byUser, connection.userId, connection);
    take(bySession, connection.sessionId, connection);
    hub().count--;
    noteConnections(connection.userId, byUser.get(connection.userId)?.size ?? 0);
  };
}

/** Lets the hub hear what ends sessions and memberships anywhere. The answered function stops it. */
export function watchHub(): () => void {
  const stops = [
    subscribe(SESSIONS_ENDED, (message) => endSessions(message as SessionsEnded)),
    subscribe(LEAVE, (message) => leaveChannel(message as LeaveMessage)),
    subscribe(RESUMED, resync),
  ];
  const timer = setInterval(() => void sweep(), SWEEP_MS);
  return () => {
    clearInterval(timer);
    for (const stop of stops) stop();
  };
}

function endSessions({ sessionIds, reason }: SessionsEnded): void {
  for (const id of sessionIds) {
    for (const connection of [...(hub().bySession.get(id) ?? [])]) connection.end(reason);
  }
}

function leaveChannel({ userId, channel }: LeaveMessage): void {
  for (const connection of hub().byUser.get(userId) ?? []) connection.leave(channel);
}

/**
 * What other processes said was not heard for a while: someone may have lost a room, and everyone may have missed events.
 * Connections lose their rooms and are told to join again and ask `sync` for the gap.
 */
async function resync(): Promise<void> {
  for (const connection of allConnections()) {
    for (const channel of [...connection.channels()]) if (channels.isRoom(channel)) connection.leave(channel);
    connection.send("resync", {});
  }
  await sweep();
}

const allConnections = (): Connection[] => [...hub().byUser.values()].flatMap((connections) => [...connections]);

/** Ends connections whose session expired or ended while nothing could be heard. */
async function sweep(): Promise<void> {
  for (const [sessionId, connections] of [...hub().bySession]) {
    const actor = await actorOfSession(sessionId).catch(() => undefined);
    if (actor?.kind === "anonymous") for (const connection of [...connections]) connection.end("expired");
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
