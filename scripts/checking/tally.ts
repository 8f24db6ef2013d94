import type { Counts } from "./counts";
import type { Note, Verdict } from "./notes";
import type { Outcome } from "./run";

export type FileTime = { file: string; seconds: number };

export type Tally = {
  /** Every trouble counts as a failure. */
  counts: Counts;
  /** A sentence for each failure that is not a test's. */
  troubles: string[];
  files: FileTime[];
};

/** What a suite came to, by what it noted until its process ended, however that ended. */
export function tallySuite(notes: Note[], { ok, how }: Pick<Outcome, "ok" | "how">): Tally {
  const counts = countTests(notes);
  const troubles = notes.flatMap((note) => (note.kind === "trouble" ? [note.message] : []));
  const whole = notes.some(({ kind }) => kind === "ended");
  if (!whole) troubles.push(cutShort(notes, how));
  else if (counts.passed + counts.failed + counts.skipped === 0) troubles.push("It ran no test.");
  else if (!ok && counts.failed + troubles.length === 0) troubles.push(`It ${how}, though no test failed.`);
  return { counts: { ...counts, failed: counts.failed + troubles.length }, troubles, files: timeFiles(notes) };
}

/** A test that ran several times passed if it passed each time. */
function countTests(notes: Note[]): Counts {
  const verdicts = new Map<string, Verdict>();
  for (const note of notes) {
    if (note.kind !== "test") continue;
    if (verdicts.get(note.id) !== "failed") verdicts.set(note.id, note.verdict);
  }
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const verdict of verdicts.values()) counts[verdict]++;
  return counts;
}

function cutShort(notes: Note[], how: string): string {
  const filesOf = (kind: "begun" | "done") => notes.flatMap((note) => (note.kind === kind ? [note.file] : []));
  const [begun, done] = [new Set(filesOf("begun")), new Set(filesOf("done"))];
  const planned = notes.flatMap((note) => (note.kind === "planned" ? note.files : []));
  const running = [...begun].filter((file) => !done.has(file));
  const left = planned.filter((file) => !begun.has(file)).length;
  const during = running.length > 0 ? ` during ${running.join(", ")}` : "";
  return `It ${how}${during}${left > 0 ? `; ${left} ${left === 1 ? "file" : "files"} had not begun` : ""}.`;
}

/** How long each file took, from its beginning to the last thing that happened in it. */
function timeFiles(notes: Note[]): FileTime[] {
  const spans = new Map<string, { from: number; to: number }>();
  for (const note of notes) {
    if (!("file" in note)) continue;
    const { from } = spans.get(note.file) ?? { from: note.at };
    spans.set(note.file, { from, to: note.at });
  }
  return [...spans].map(([file, { from, to }]) => ({ file, seconds: (to - from) / 1000 }));
}
