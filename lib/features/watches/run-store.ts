import type { Query } from "@/lib/kit/db";
import { newId } from "@/lib/shared/ids";
import type { RunNote } from "./watch-schemas";
import type { WatchRow, WatchRunRow } from "./watch-store";

/** How a run went. */
export type RunReport = {
  startedAt: Date;
  tookMs: number;
  outcome: WatchRunRow["outcome"];
  /** Why it failed. */
  failure: string | null;
  status: number | null;
  bytes: number | null;
  url: string | null;
  found: number;
  fresh: number;
  changed: number;
  gone: number;
  back: number;
  matched: number;
  notes: RunNote[];
};

/** What a run makes of its watch. */
export type Outcome = {
  state: WatchRow["state"];
  stopReason: string | null;
  nextRunAt: Date | null;
  failures: number;
  failingSince: Date | null;
  /** What is known of how the source is written, and the content that is applied now. */
  hints: object;
  seenVersion: number;
};

/** A watch whose run at this moment nobody has done: it is held until the transaction ends. */
const LOCK = "SELECT 1 FROM watches WHERE id = $1 AND next_run_at = $2 AND version = $3 FOR NO KEY UPDATE";

/** Whether the run that was read is still the one to do: no other process did it, and its owner changed nothing. */
export async function lockRun(query: Query, { id, nextRunAt, version }: WatchRow): Promise<boolean> {
  return (await query("watches.lockRun", LOCK, [id, nextRunAt, version])).length > 0;
}

const END = `
  WITH run AS (
    INSERT INTO watch_runs (id, watch_id, started_at, took_ms, outcome, reason, status, bytes, url, found, fresh, changed,
      gone, back, matched, notes)
    VALUES ($2, $1, $3::timestamptz, $4, $5::watch_run_outcome, $6::text, $7, $8, $9, $10, $11::int, $12, $13, $14, $15, $16::jsonb)
  )
  UPDATE watches SET state = $17::watch_state, stop_reason = $18::text, next_run_at = $19::timestamptz, failures = $20, failing_since = $21::timestamptz,
    failure = $6::text, hints = $22::jsonb, seen_version = $23, is_asked = false, last_run_at = $3::timestamptz,
    successes = successes + CASE WHEN $6::text IS NULL THEN 1 ELSE 0 END,
    last_success_at = CASE WHEN $6::text IS NULL THEN $3::timestamptz ELSE last_success_at END,
    last_find_at = CASE WHEN $11::int > 0 THEN $3::timestamptz ELSE last_find_at END,
    listing_count = listing_count + $11::int
  WHERE id = $1
  RETURNING listing_count AS "listingCount", last_success_at AS "lastSuccessAt", last_find_at AS "lastFindAt"`;

type Ended = Pick<WatchRow, "listingCount" | "lastSuccessAt" | "lastFindAt">;

/** Notes a run and what became of its watch; answers both as they are stored. */
export async function endRun(
  query: Query,
  watch: WatchRow,
  run: RunReport,
  outcome: Outcome,
): Promise<{ watch: WatchRow; run: WatchRunRow }> {
  const id = newId();
  const { state, stopReason, nextRunAt, failures, failingSince, hints, seenVersion } = outcome;
  const { startedAt, failure, notes, ...counts } = run;
  const [ended] = await query<Ended>("watches.endRun", END, [
    ...[watch.id, id, startedAt, counts.tookMs, counts.outcome, failure, counts.status, counts.bytes, counts.url],
    ...[counts.found, counts.fresh, counts.changed, counts.gone, counts.back, counts.matched, JSON.stringify(notes)],
    ...[state, stopReason, nextRunAt, failures, failingSince, JSON.stringify(hints), seenVersion],
  ]);
  return {
    watch: {
      ...{ ...watch, ...ended, state, stopReason, nextRunAt, failures, failingSince, failure, seenVersion },
      ...{ isAsked: false, lastRunAt: startedAt, hints: { ...hints } },
    },
    run: { ...counts, id, watchId: watch.id, startedAt, reason: failure, notes },
  };
}
