import { expect, test } from "vitest";
import { addCounts, inWords } from "./counts";
import type { Note, Verdict } from "./notes";
import { tallySuite } from "./tally";

const WELL = { ok: true, how: "ended with code 0" };
const BADLY = { ok: false, how: "ended with code 1" };

let clock = 0;
const at = () => ({ at: ++clock * 1_000 });
const begun = (file: string): Note => ({ kind: "begun", file, ...at() });
const done = (file: string): Note => ({ kind: "done", file, ...at() });
const ended = (): Note => ({ kind: "ended", ...at() });
const tested = (file: string, id: string, verdict: Verdict = "passed"): Note => ({
  ...{ kind: "test", file, id, name: `the test ${id}`, verdict },
  ...at(),
});

test("adds up what passed, failed and was skipped", () => {
  const notes = [tested("a", "1"), tested("a", "2", "skipped"), tested("b", "3"), tested("b", "4", "failed"), ended()];
  const { counts } = tallySuite(notes, BADLY);
  expect(counts).toEqual({ passed: 2, failed: 1, skipped: 1 });
  expect(inWords(addCounts(counts, { passed: 1, failed: 1, skipped: 0 }))).toBe("3 passed, 2 failed, 1 skipped");
  expect(inWords({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
});

test("takes a test that passed only sometimes for failed", () => {
  for (const verdicts of [["failed", "passed"] as const, ["passed", "failed"] as const]) {
    const notes = [...verdicts.map((verdict) => tested("a", "1", verdict)), ended()];
    expect(tallySuite(notes, WELL).counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
  }
});

test("counts a failure outside the tests as one, and says it", () => {
  const trouble: Note = { kind: "trouble", message: "b: cannot be imported", ...at() };
  const { counts, troubles } = tallySuite([tested("a", "1"), trouble, ended()], BADLY);
  expect(counts).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(troubles).toEqual(["b: cannot be imported"]);
});

test("counts what ran until a suite was cut short, and names the files that were running", () => {
  const planned: Note = { kind: "planned", files: ["a", "b", "c", "d"], ...at() };
  const notes = [planned, begun("a"), tested("a", "1"), begun("b"), begun("c"), done("a"), tested("b", "2")];
  const { counts, troubles } = tallySuite(notes, { ok: false, how: "was ended by SIGKILL" });
  expect(counts).toEqual({ passed: 2, failed: 1, skipped: 0 });
  expect(troubles).toEqual(["It was ended by SIGKILL during b, c; 1 file had not begun."]);
});

test("does not take for success a suite that ran nothing, left no notes, or failed without saying why", () => {
  expect(tallySuite([ended()], WELL)).toMatchObject({ counts: { failed: 1 }, troubles: ["It ran no test."] });
  expect(tallySuite([], WELL)).toMatchObject({ counts: { failed: 1 }, troubles: ["It ended with code 0."] });
  expect(tallySuite([tested("a", "1"), ended()], BADLY)).toMatchObject({
    counts: { passed: 1, failed: 1 },
    troubles: ["It ended with code 1, though no test failed."],
  });
});

test("measures a file from its beginning to the last that happened in it", () => {
  const notes = [begun("a"), begun("b"), tested("a", "1"), done("b"), done("a"), ended()];
  const { files } = tallySuite(notes, WELL);
  expect(files).toEqual([
    { file: "a", seconds: 4 },
    { file: "b", seconds: 2 },
  ]);
});
