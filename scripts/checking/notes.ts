import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { z } from "zod";

const Verdict = z.enum(["passed", "failed", "skipped"]);
export type Verdict = z.output<typeof Verdict>;

const Happening = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("planned"), files: z.array(z.string()) }),
  z.object({ kind: z.literal("begun"), file: z.string() }),
  z.object({ kind: z.literal("test"), file: z.string(), id: z.string(), name: z.string(), verdict: Verdict }),
  /** What failed outside every test, or brought a file down before its tests. */
  z.object({ kind: z.literal("trouble"), message: z.string() }),
  z.object({ kind: z.literal("done"), file: z.string() }),
  z.object({ kind: z.literal("ended") }),
]);
type Happening = z.output<typeof Happening>;

const Note = Happening.and(z.object({ at: z.number() }));
/** What happened in a suite; `at` in milliseconds since 1970. */
export type Note = z.output<typeof Note>;

/** Names the file that a suite's reporter writes to. */
export const NOTES_FILE = "THRONG_TEST_NOTES";

/** Writes down what happens in a suite as it happens, so that it outlives the process. Without a file it is kept nowhere. */
export function notebook(path = process.env[NOTES_FILE]): (happening: Happening) => void {
  return (happening) => {
    if (path) appendFileSync(path, `${JSON.stringify({ ...happening, at: Date.now() })}\n`);
  };
}

/** The notes of a suite, without a last one that was cut short. */
export function readNotes(path: string): Note[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .split("\n")
    .flatMap((line) => {
      try {
        return Note.parse(JSON.parse(line));
      } catch {
        return [];
      }
    });
}
