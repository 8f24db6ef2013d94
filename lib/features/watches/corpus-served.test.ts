import { beforeAll, expect, test } from "vitest";
import { testSource } from "@/lib/kit/safe-fetch/testing/servers";
import { fetchSource } from "./fetch-source";
import { parser } from "./parsing/parser";
import { corpusNames, expectAsWritten, readCorpus } from "./parsing/testing/corpus";

const source = testSource();
beforeAll(() => {
  source.answer = (req, res) => {
    const { document } = readCorpus(decodeURIComponent(req.url?.slice(1) ?? ""));
    res.writeHead(200, document.contentType === null ? {} : { "content-type": document.contentType });
    res.end(document.bytes);
  };
});

test.each(corpusNames)("reads %s as it is served", async (name) => {
  const { document, recipe, hints, expected } = readCorpus(name);
  const answer = await fetchSource(`${source.url}/${encodeURIComponent(name)}`);
  if (answer.kind !== "document") throw new Error(`It was not served: ${answer.kind}.`);
  expect(answer.document.contentType).toBe(document.contentType);
  // Links of the corpus are relative to where it says that it stands.
  await expectAsWritten(parser.parseDocument({ ...answer.document, url: document.url }, recipe, hints), expected);
});
