import { expect, test } from "vitest";
import { parseDocument } from "./parse-document";
import { corpusFiles, corpusNames, expectAsWritten, readCorpus } from "./testing/corpus";

test("has at least 80 sources, each with what it must give", () => {
  expect(corpusNames.length).toBeGreaterThanOrEqual(80);
  expect(corpusFiles.length).toBe(corpusNames.length * 2);
});

test.each(corpusNames)("gives what is expected of %s", async (name) => {
  const { document, recipe, hints, expected } = readCorpus(name);
  await expectAsWritten((async () => parseDocument(document, recipe, hints))(), expected);
});
