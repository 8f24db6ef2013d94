import { addCounts, type Counts, inWords } from "./counts";
import type { Outcome } from "./run";
import type { SuiteResult } from "./suites";
import type { FileTime } from "./tally";

/** A step of the run; times in seconds since its beginning. */
type Entry = { title: string; counts: Counts; from: number; to: number; troubles: string[]; files: FileTime[] };

export type Report = {
  /** Waits for a step that passes or fails as one, and shows what it said when it failed. */
  step: (title: string, work: Promise<Outcome>) => Promise<boolean>;
  /** Waits for a suite, and counts its tests. */
  suite: (title: string, work: Promise<SuiteResult>) => Promise<boolean>;
  /** Counts as a failure what could not be run. */
  notRun: (title: string) => void;
  /** Says what failed outside the tests and where the time went. The last line is the sum. */
  sum: () => { text: string; failed: number };
};

/** Collects what the steps come to, several at a time; `say` hears about each when it ends. */
export function newReport(say: (text: string) => void = console.log, now: () => number = Date.now): Report {
  const began = now();
  const elapsed = () => (now() - began) / 1000;
  const entries: Entry[] = [];
  const note = (entry: Omit<Entry, "to">) => {
    entries.push({ ...entry, to: elapsed() });
    say([...entry.troubles, `${entry.title}: ${inWords(entry.counts)}`].join("\n"));
  };
  return {
    step: async (title, work) => {
      const from = elapsed();
      const { ok, how, output } = await work;
      if (!ok) say(output.trim());
      const counts = { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
      note({ title, counts, from, troubles: ok ? [] : [`${title}: ${how}`], files: [] });
      return ok;
    },
    suite: async (title, work) => {
      const from = elapsed();
      const { tally } = await work;
      const troubles = tally.troubles.map((trouble) => `${title}: ${trouble}`);
      note({ title, counts: tally.counts, from, troubles, files: tally.files });
      return tally.counts.failed === 0;
    },
    notRun: (title) => {
      const counts = { passed: 0, failed: 1, skipped: 0 };
      note({ title: `${title} (not run)`, counts, from: elapsed(), troubles: [], files: [] });
    },
    sum: () => summarize(entries),
  };
}

const SLOWEST = 10;

function summarize(entries: Entry[]): { text: string; failed: number } {
  const counts = entries.map((entry) => entry.counts).reduce(addCounts, { passed: 0, failed: 0, skipped: 0 });
  const steps = entries
    .toSorted((one, other) => one.from - other.from)
    .map(
      ({ title, counts, from, to }) =>
        `${clock(from)} ${clock(to)} ${seconds(to - from)}  ${title}: ${inWords(counts)}`,
    );
  const files = entries
    .flatMap((entry) => entry.files)
    .toSorted((one, other) => other.seconds - one.seconds)
    .slice(0, SLOWEST)
    .map((one) => `${seconds(one.seconds)}  ${one.file}`);
  const lines = [
    ...["", "Where the time went (from, to, seconds):", ...steps],
    ...["", "The slowest files (seconds):", ...files],
    ...["", ...entries.flatMap(({ troubles }) => troubles)],
    inWords(counts),
  ];
  return { text: lines.join("\n"), failed: counts.failed };
}

const seconds = (value: number): string => value.toFixed(1).padStart(7);
const clock = (value: number): string =>
  `${String(Math.floor(value / 60)).padStart(3)}:${String(Math.floor(value % 60)).padStart(2, "0")}`;
