import type { Hints, Parsed } from "./parsing/types";
import { planOf } from "./present";
import type { Outcome } from "./run-store";
import { nextRun, nextTry } from "./schedule";
import type { WatchRow } from "./watch-store";

/** After so many failures in a row the owner is told. */
export const NOTICE_AFTER = 3;
/** A watch stops by itself after so many failures in a row, and not before it has failed for so long. */
const STOP = { failures: 20, afterMs: 14 * 24 * 3_600_000 };

/** What a run that read its source makes of the watch. */
export function afterSuccess(watch: WatchRow, now: Date, seenVersion: number, parsed?: Parsed): Outcome {
  return {
    ...{ state: watch.state, stopReason: null, failures: 0, failingSince: null, seenVersion },
    nextRunAt: watch.state === "running" ? nextRun(planOf(watch).schedule, now) : null,
    hints: { ...hintsOf(watch), ...(parsed?.notation && { notation: parsed.notation }), ...languageOf(parsed) },
  };
}

const languageOf = (parsed?: Parsed) => (parsed?.language ? { language: parsed.language } : {});

/** What one that failed makes of it. `notBefore` is when the server may be asked again, where it says so. */
export function afterFailure(watch: WatchRow, now: Date, failure: string, notBefore?: Date): Outcome {
  const failures = watch.failures + 1;
  const failingSince = watch.failingSince ?? now;
  const isHopeless = failures >= STOP.failures && now.getTime() - failingSince.getTime() >= STOP.afterMs;
  const stopReason = failure === "gone" ? "gone" : isHopeless ? "failing" : null;
  const isStopped = watch.state === "stopped" || stopReason !== null;
  const next = nextTry(planOf(watch).schedule, now, failures);
  return {
    ...{ failures, failingSince, hints: hintsOf(watch), seenVersion: watch.seenVersion },
    state: isStopped ? "stopped" : "running",
    stopReason: watch.state === "stopped" ? watch.stopReason : stopReason,
    nextRunAt: isStopped ? null : notBefore && notBefore > next ? notBefore : next,
  };
}

/** What earlier runs taught of a source. */
export const hintsOf = ({ hints }: WatchRow): Hints => ({ ...(hints as Hints) });
