import type { Schedule } from "@/lib/features/watches/schedule-schemas";
import type { Watch, WatchRun } from "@/lib/features/watches/watch-schemas";
import { failureWords } from "@/lib/features/watches/words";

/** What a watch is at, as it is shown: `halted` was stopped by itself. */
export type State = "running" | "due" | "waiting" | "failing" | "stopped" | "halted";

type Standing = Pick<Watch, "status" | "stopReason" | "nextRunAt">;

/** `now` is in epoch milliseconds, 0 while it is not known. */
export function stateOf({ status, stopReason, nextRunAt }: Standing, isRunning: boolean, now: number): State {
  if (isRunning) return "running";
  if (status === "stopped") return stopReason === null ? "stopped" : "halted";
  if (status === "failing") return "failing";
  return status === "due" || (nextRunAt !== null && Date.parse(nextRunAt) <= now) ? "due" : "waiting";
}

const HALTED: Record<string, string> = {
  gone: "The source says that it is gone for good, so the watch stopped by itself.",
  failing: "It failed for two weeks, so the watch stopped by itself.",
};

/** Why a watch stopped by itself, in a sentence. */
export const haltedWords = (reason: string): string => HALTED[reason] ?? "The watch stopped by itself.";

/** A number with its noun: 1 listing, 1,204 listings. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString("en")} ${count === 1 ? noun : `${noun}s`}`;

type Result = Pick<WatchRun, "outcome" | "failure" | "new" | "changed" | "gone" | "back">;

/** What a run brought, short: 3 new, 1 changed. */
export function resultWords({ outcome, failure, ...run }: Result): string {
  if (outcome === "failed") return failureWords(failure ?? "");
  const parts = (["new", "changed", "back", "gone"] as const).filter((name) => run[name] > 0);
  return parts.length > 0 ? parts.map((name) => `${run[name]} ${name}`).join(", ") : "nothing new";
}

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** When a watch runs: every 30 min, every 2 h, on Mon, Tue at 08:30. */
export function scheduleWords(schedule: Schedule): string {
  if (schedule.kind === "every") return `every ${everyWords(schedule.minutes)}`;
  const { weekdays, times } = schedule;
  return `${daysWords(weekdays)} at ${times.join(", ")}`;
}

function everyWords(minutes: number): string {
  if (minutes % 1_440 === 0) return minutes === 1_440 ? "day" : `${minutes / 1_440} days`;
  if (minutes % 60 === 0) return minutes === 60 ? "hour" : `${minutes / 60} hours`;
  return `${minutes} min`;
}

function daysWords(weekdays: readonly number[]): string {
  const days = [...weekdays].sort((a, b) => a - b);
  if (days.length === 7) return "daily";
  if (days.join() === "1,2,3,4,5") return "on working days";
  if (days.join() === "6,7") return "on weekends";
  return `on ${days.map((day) => WEEKDAYS[day - 1]?.slice(0, 3)).join(", ")}`;
}
