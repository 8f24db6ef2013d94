import { FileAnswer } from "@/lib/core/verb/file";
import { defineVerb } from "@/lib/core/verb/verb";
import { planOf } from "./present";
import { ExportWatchesInput } from "./transfer-schemas";
import { writeJson, writeOpml } from "./watch-file";
import { listWatchRows } from "./watch-store";

/** More than any member may have. */
const ALL = 10_000;

/** The caller's watches as a file: JSON for another instance, OPML for a feed reader (its feeds alone). */
export const exportWatches = defineVerb({
  name: "watches.export",
  access: "member",
  reads: true,
  input: ExportWatchesInput,
  output: FileAnswer,
  async run({ actor }, { format }) {
    const rows = await listWatchRows(actor.id, "", ALL);
    const watches = rows.map((row) => ({ name: row.name, url: row.url, ...planOf(row) }));
    const isOpml = format === "opml";
    const text = isOpml ? writeOpml(watches) : writeJson(watches);
    return {
      name: isOpml ? "watches.opml" : "watches.json",
      type: isOpml ? "text/x-opml; charset=utf-8" : "application/json; charset=utf-8",
      parts: partOf(text),
    };
  },
});

async function* partOf(text: string): AsyncGenerator<string> {
  yield text;
}
