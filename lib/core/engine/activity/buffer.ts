import { setTimeout as delay } from "node:timers/promises";
import { isUnstorable } from "@/lib/kit/db";
import { within } from "@/lib/kit/deadline";
import { log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { type ActivityRow, writeActivity, writeMinutes } from "./store";

/** How many rows wait at most, and how many of them are written at once. */
const WAITING_MAX = 20_000;
const BATCH = 1_000;
/** How often what waits is written, and how long repeated use is gathered into one row, in milliseconds. */
const FLUSH_MS = 2_000;
const GATHER_MS = 60_000;
/** Above this share of what may wait, clients are asked to come again later: the rest is for what the house itself notes. */
const DOOR_SHARE = 0.8;

/** How long what is left is tried before the process ends, and the time between two tries, in milliseconds. */
const LAST_MS = 8_000;
const RETRY_MS = 500;

const MINUTE = 60_000;

type State = {
  waiting: ActivityRow[];
  /** By who and what; each is written a minute after its first use. */
  gathered: Map<string, ActivityRow>;
  /** The last minute in which a member was noted, and the minutes not written yet as `member:minute`. */
  lastMinute: Map<string, number>;
  minutes: Set<string>;
  dropped: number;
  writing: Promise<boolean> | undefined;
};

const state = (): State =>
  remember<State>("activity", () => ({
    waiting: [],
    gathered: new Map(),
    lastMinute: new Map(),
    minutes: new Set(),
    dropped: 0,
    writing: undefined,
  }));

/** Takes a row in, to be written within seconds; false, and counted as dropped, when too many wait. */
export function take(row: ActivityRow): boolean {
  return hasRoom(1) && state().waiting.push(row) > 0;
}

/** As `take`, for what is done often: the same `key` within a minute is one row, made the first time, that counts. */
export function gather(key: string, make: () => ActivityRow): boolean {
  const { gathered } = state();
  const known = gathered.get(key);
  if (known) known.count++;
  else if (hasRoom(1)) gathered.set(key, make());
  else return false;
  return true;
}

function hasRoom(share: number): boolean {
  const { waiting, gathered } = state();
  if (waiting.length + gathered.size < WAITING_MAX * share) return true;
  state().dropped++;
  return false;
}

/** Whether a client's report would still be kept. A refused one counts as dropped. */
export const mayReport = (): boolean => hasRoom(DOOR_SHARE);

/** Notes that a member asked for something at this minute. */
export function noteMinute(userId: string, now = Date.now()): void {
  const { lastMinute, minutes } = state();
  const minute = Math.floor(now / MINUTE);
  if (lastMinute.get(userId) === minute || minutes.size >= WAITING_MAX) return;
  lastMinute.set(userId, minute);
  minutes.add(`${userId}:${minute}`);
}

/** Rows that wait to be written, and how many were turned away or left out since the process began. */
export function activityFigures(): { waiting: number; dropped: number } {
  const { waiting, gathered, dropped } = state();
  return { waiting: waiting.length + gathered.size, dropped };
}

/** Writes what waits; with `all`, also what is still being gathered. False when the database could not take it. */
export async function flushActivity(all = false): Promise<boolean> {
  const { writing } = state();
  if (writing) {
    await writing;
    if (!all) return true;
  }
  const run = writeAll(all).finally(() => {
    state().writing = undefined;
  });
  state().writing = run;
  return run;
}

async function writeAll(all: boolean): Promise<boolean> {
  const { waiting, gathered, minutes } = state();
  for (const [key, row] of gathered) {
    if (!all && row.at.getTime() > Date.now() - GATHER_MS) continue;
    gathered.delete(key);
    waiting.push(row);
  }
  try {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      await writeBatch(batch);
      // Taken out only now: whatever came meanwhile stands behind them.
      waiting.splice(0, batch.length);
    }
    const noted = [...minutes];
    await writeMinutes(noted.map(parseMinute));
    for (const one of noted) minutes.delete(one);
    forgetOldMinutes();
    return true;
  } catch (error) {
    log().warn({ err: error, waiting: waiting.length }, "activity could not be written yet");
    return false;
  }
}

/** A row that no database can hold must not keep the others waiting for ever. Whatever else goes wrong, they wait. */
async function writeBatch(batch: ActivityRow[]): Promise<void> {
  try {
    await writeActivity(batch);
  } catch (error) {
    if (!isUnstorable(error)) throw error;
    if (batch.length === 1) {
      state().dropped++;
      return log().error({ err: error }, "an activity cannot be written and is left out");
    }
    for (const row of batch) await writeBatch([row]);
  }
}

function parseMinute(noted: string): { userId: string; at: Date } {
  const cut = noted.lastIndexOf(":");
  return { userId: noted.slice(0, cut), at: new Date(Number(noted.slice(cut + 1)) * MINUTE) };
}

function forgetOldMinutes(): void {
  const { lastMinute } = state();
  const now = Math.floor(Date.now() / MINUTE);
  for (const [userId, minute] of lastMinute) if (minute < now - 1) lastMinute.delete(userId);
}

/**
 * Writes every two seconds until the answered function is called, which writes everything that waits, or says after eight
 * seconds how much was lost.
 */
export function keepFlushingActivity(): () => Promise<void> {
  const timer = setInterval(() => void flushActivity(), FLUSH_MS);
  return async () => {
    clearInterval(timer);
    const late = new AbortController();
    const written = await within(flushUntil(late.signal), LAST_MS, false);
    late.abort();
    if (written) return;
    const { waiting } = activityFigures();
    log().error({ waiting }, "activity was lost: the database did not come back before the end");
  };
}

async function flushUntil(late: AbortSignal): Promise<boolean> {
  while (!late.aborted) {
    if (await flushActivity(true)) return true;
    await delay(RETRY_MS);
  }
  return false;
}
