import type { z } from "zod";
import { Filters } from "./filter-schemas";
import { Recipe } from "./recipe-schemas";
import { Schedule } from "./schedule-schemas";
import { Notify, RunNote, type Watch, type WatchNow, type WatchRun, type WatchStatus } from "./watch-schemas";
import type { WatchRow, WatchRunRow } from "./watch-store";

/** What of a watch is stored as JSON, read through its schemas. */
export const planOf = ({ recipe, filters, schedule, notify }: WatchRow) => ({
  recipe: parseOnce(Recipe, recipe),
  filters: parseOnce(Filters, filters),
  schedule: parseOnce(Schedule, schedule),
  notify: parseOnce(Notify, notify),
});

const parsed = new WeakMap<object, unknown>();

/** A run asks for the same several times. What it gets is shared: it is only read. */
function parseOnce<S extends z.ZodType>(schema: S, stored: unknown): z.output<S> {
  if (typeof stored !== "object" || stored === null) return schema.parse(stored);
  const known = parsed.get(stored) ?? schema.parse(stored);
  parsed.set(stored, known);
  return known as z.output<S>;
}

const moment = (date: Date | null): string | null => date?.toISOString() ?? null;

export const presentNow = (row: WatchRow, now = new Date()): WatchNow => ({
  ...{ id: row.id, name: row.name, url: row.url, host: row.host, version: row.version },
  ...planOf(row),
  status: statusOf(row, now),
  stopReason: row.stopReason,
  nextRunAt: moment(row.nextRunAt),
  failures: row.failures,
  failingSince: moment(row.failingSince),
  failure: row.failure,
  lastRunAt: moment(row.lastRunAt),
  lastSuccessAt: moment(row.lastSuccessAt),
  lastFindAt: moment(row.lastFindAt),
  listingCount: row.listingCount,
  createdAt: row.createdAt.toISOString(),
});

export const presentWatch = (row: WatchRow, findsByDay: number[]): Watch => ({ ...presentNow(row), findsByDay });

function statusOf({ nextRunAt, failures }: WatchRow, now: Date): WatchStatus {
  if (nextRunAt === null) return "stopped";
  if (nextRunAt <= now) return "due";
  return failures > 0 ? "failing" : "waiting";
}

export const presentRun = (row: WatchRunRow): WatchRun => ({
  ...{ id: row.id, watchId: row.watchId, outcome: row.outcome, failure: row.reason },
  startedAt: row.startedAt.toISOString(),
  tookMs: row.tookMs,
  ...{ status: row.status, bytes: row.bytes, url: row.url },
  ...{ found: row.found, new: row.fresh, changed: row.changed, gone: row.gone, back: row.back, matched: row.matched },
  notes: RunNote.array().parse(row.notes),
});
