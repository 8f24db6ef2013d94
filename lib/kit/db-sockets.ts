import { Socket } from "node:net";
import { remember } from "./remember";

/** How long a broken connection explains other failures, in milliseconds. */
const TROUBLED_MS = 2_000;

type Sockets = {
  open: Set<Socket>;
  /** Bytes that came over those that are closed. */
  heardBefore: number;
  away: boolean;
  /** When a connection broke last, by the clock of `performance`. */
  brokeAt: number;
};

const sockets = (): Sockets =>
  remember<Sockets>("database-sockets", () => ({
    open: new Set(),
    heardBefore: 0,
    away: false,
    brokeAt: Number.NEGATIVE_INFINITY,
  }));

/** The code of what is thrown, without waiting, while the database is known to be away. */
export const AWAY_CODE = "DATABASE_AWAY";

const awayError = (): Error => Object.assign(new Error("The database is away."), { code: AWAY_CODE });

/** Makes the socket of a connection of the pool. While the database is known to be away it breaks at once. */
export function openSocket(): Socket {
  const state = sockets();
  const socket = new Socket();
  state.open.add(socket);
  socket.on("error", noteBroken);
  socket.once("close", () => {
    state.open.delete(socket);
    state.heardBefore += socket.bytesRead;
  });
  // Not before pg has told it to connect: that would bring it back to life.
  if (state.away) process.nextTick(() => socket.destroy(awayError()));
  return socket;
}

/** Notes that a connection was lost. */
export function noteBroken(): void {
  sockets().brokeAt = performance.now();
}

/** Bytes that came from the database over the pool's connections, since the process began. */
export function bytesHeard(): number {
  const { open, heardBefore } = sockets();
  let heard = heardBefore;
  for (const { bytesRead } of open) heard += bytesRead;
  return heard;
}

/** Breaks every connection of the pool, so that whoever waits for an answer is told now. */
export function breakConnections(): void {
  for (const socket of sockets().open) socket.destroy(awayError());
}

/** From now on the database counts as away (or as there again). */
export function setAway(away: boolean): void {
  sockets().away = away;
  if (away) breakConnections();
}

/** Whether the database is known to be away. */
export const isAway = (): boolean => sockets().away;

/** Whether the database is away, or connections to it broke within the last two seconds: what fails now may fail for that. */
export const isDatabaseTroubled = (): boolean => isAway() || performance.now() - sockets().brokeAt < TROUBLED_MS;
