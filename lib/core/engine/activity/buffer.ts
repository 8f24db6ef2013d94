import { remember } from "@/lib/kit/remember";
import { writeBehind } from "@/lib/kit/write-behind";
import { type ActivityRow, writeActivity, writeMinutes } from "./store";

/** How many rows, and how many minutes of members, wait at most. */
const WAITING_MAX = 20_000;
/** How often what waits is written, and how long repeated use is gathered into one row, in milliseconds. */
const FLUSH_MS = 2_000;
const GATHER_MS = 60_000;
/** Above this share of what may wait, clients are asked to come again later: the rest is for what the instance itself notes. */
const DOOR_SHARE = 0.8;

const MINUTE = 60_000;

/** A row is stored once however often it is tried, so nothing more may count in it then. */
const rows = writeBehind<ActivityRow>({
  name: "activity",
  max: WAITING_MAX,
  flushMs: FLUSH_MS,
  merge: (known, next) => ({ ...known, count: known.count + next.count }),
  write: writeActivity,
  idOf: ({ id }) => id,
});

const minutes = writeBehind<{ userId: string; at: Date }>({
  name: "minutes of members",
  max: WAITING_MAX,
  flushMs: FLUSH_MS,
  merge: (known) => known,
  write: writeMinutes,
});

/** Who was noted in the minute that runs. */
const noted = () => remember("activity-minute", () => ({ minute: 0, members: new Set<string>() }));

/** Takes a row in, to be written within seconds; false, and counted as dropped, when too many wait. */
export const take = (row: ActivityRow): boolean => rows.add(row.id, row);

/** As `take`, for what is done often: the same `key` within a minute is one row, the first, that counts. */
export const gather = (key: string, row: ActivityRow): boolean => rows.add(key, row, GATHER_MS);

/** Whether a client's report would still be kept. A refused one counts as dropped. */
export const mayReport = (): boolean => rows.mayAdd(DOOR_SHARE);

/** Notes that a member asked for something now. */
export function noteMinute(userId: string): void {
  const minute = Math.floor(Date.now() / MINUTE);
  const state = noted();
  if (state.minute !== minute) {
    state.minute = minute;
    state.members.clear();
  }
  if (state.members.has(userId)) return;
  state.members.add(userId);
  minutes.add(`${userId}:${minute}`, { userId, at: new Date(minute * MINUTE) });
}

/** Rows that wait to be written, and how many were turned away or left out since the process began. */
export const activityFigures = rows.figures;

/** Writes what waits; with `all`, also what is still being gathered. False when the database could not take it. */
export const flushActivity = async (all = false): Promise<boolean> =>
  (await rows.flush(all)) && (await minutes.flush());

/** Writes every two seconds until the answered function is called, which writes everything that waits. */
export function startActivityFlush(): () => Promise<void> {
  const stops = [rows.start(), minutes.start()];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
