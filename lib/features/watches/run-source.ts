import { publishTransient } from "@/lib/core/realtime/publish";
import type { Due, Source } from "./due-store";
import { storeSource } from "./due-store";
import { watchRunning } from "./events";
import { fetchSource, type SourceAnswer } from "./fetch-source";
import { finishRun } from "./finish-run";
import { followMove } from "./follow-move";
import { planOf } from "./present";
import { judgeRows, type Reading, readRows } from "./read-rows";
import { afterFailure, afterSuccess, hintsOf } from "./settle";
import type { WatchRow } from "./watch-store";

/** So long a visit may read one document for several watches; the rest comes with the next visit. */
const READING_MS = 30_000;

type Visit = { isDown: boolean; waitMs: number };

/**
 * Asks for a source once and runs every watch that looks at it. Answers whether nobody was there, and how long the server
 * asks to be left alone.
 */
export async function runSource({ source, watches }: Due, isAllowed: boolean, signal: AbortSignal): Promise<Visit> {
  for (const { id, ownerId } of watches) publishTransient(watchRunning, { userId: ownerId }, { watchId: id });
  const startedAt = new Date();
  if (!isAllowed) {
    const refused: SourceAnswer = { kind: "failed", failure: "robots", isDown: false };
    for (const watch of watches) await fail(watch, startedAt, refused);
    return { isDown: false, waitMs: 0 };
  }
  // What has not been applied to all of them must come whole.
  const isKnown = source.version > 0 && watches.every(({ seenVersion }) => seenVersion === source.version);
  const answer = await fetchSource(source.url, isKnown ? source : undefined, signal);
  if (answer.kind === "failed") {
    for (const watch of watches) await fail(watch, startedAt, answer);
    return { isDown: answer.isDown, waitMs: answer.waitMs ?? 0 };
  }
  if (answer.kind === "unchanged") for (const watch of watches) await keep(watch, startedAt, answer, source.version);
  else await read(source, watches, startedAt, answer);
  return { isDown: false, waitMs: 0 };
}

type Fetched = Extract<SourceAnswer, { kind: "document" }>;

async function read(source: Source, watches: WatchRow[], startedAt: Date, answer: Fetched): Promise<void> {
  const version = answer.hash === source.bodyHash ? source.version : source.version + 1;
  const readings = new Map<string, Reading>();
  let isRead = false;
  for (const watch of watches) {
    if (Date.now() - startedAt.getTime() > READING_MS) break;
    if (watch.seenVersion === version) await keep(watch, startedAt, answer, version);
    else isRead = (await apply(watch, startedAt, answer, version, readings)) || isRead;
  }
  // What nobody could read is not what is asked to have changed next time.
  if (!isRead && version !== source.version) return;
  const { etag, lastModified, hash, movedTo } = answer;
  await storeSource({ ...source, etag, lastModified, bodyHash: hash, version, movedTo });
  if (movedTo) await followMove(source, movedTo);
}

/** Whether the document could be read for this watch. */
async function apply(
  watch: WatchRow,
  startedAt: Date,
  answer: Fetched,
  version: number,
  readings: Map<string, Reading>,
): Promise<boolean> {
  const { recipe, filters } = planOf(watch);
  const hints = hintsOf(watch);
  const key = JSON.stringify([recipe, hints]);
  const reading = readings.get(key) ?? (await readRows(answer.document, recipe, hints));
  readings.set(key, reading);
  if (!reading.parsed)
    return fail(watch, startedAt, { ...answer, kind: "failed", failure: reading.failure, isDown: false });
  const judged = await judgeRows(reading.parsed.rows, filters, startedAt);
  if (!judged.rows)
    return fail(watch, startedAt, { ...answer, kind: "failed", failure: judged.failure, isDown: false });
  const { parsed } = reading;
  const report = { ...reportOf(startedAt, answer), outcome: "ok" as const, failure: null, found: parsed.rows.length };
  const outcome = afterSuccess(watch, new Date(), version, parsed);
  await finishRun(watch, { ...report, notes: parsed.notes.slice(0, 20) }, outcome, { parsed, rows: judged.rows });
  return true;
}

/** Notes that the source is as it was. */
async function keep(watch: WatchRow, startedAt: Date, answer: Answered, version: number): Promise<void> {
  const report = { ...reportOf(startedAt, answer), outcome: "unchanged" as const, failure: null, found: 0, notes: [] };
  await finishRun(watch, report, afterSuccess(watch, new Date(), version), "unchanged");
}

/** Notes why a run brought nothing. */
async function fail(
  watch: WatchRow,
  startedAt: Date,
  answer: Extract<SourceAnswer, { kind: "failed" }>,
): Promise<false> {
  const { failure, waitMs } = answer;
  const report = { ...reportOf(startedAt, answer), outcome: "failed" as const, failure, found: 0, notes: [] };
  const notBefore = waitMs === undefined ? undefined : new Date(Date.now() + waitMs);
  await finishRun(watch, report, afterFailure(watch, new Date(), failure, notBefore));
  return false;
}

type Answered = { status?: number; bytes?: number; url?: string };

const reportOf = (startedAt: Date, { status, bytes, url }: Answered) => ({
  ...{ startedAt, tookMs: Date.now() - startedAt.getTime() },
  ...{ status: status ?? null, bytes: bytes ?? null, url: url ?? null },
});
