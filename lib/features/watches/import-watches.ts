import type { Ctx, Member } from "@/lib/core/context";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { isAppError } from "@/lib/shared/errors";
import { addWatch } from "./create-watch";
import { sourceUrl } from "./source-url";
import { ImportReport, ImportWatchesInput } from "./transfer-schemas";
import { type Entry, readJson, readOpml } from "./watch-file";
import { findUrls } from "./watch-store";

/** Takes watches over from a file, one by one, and tells what could not be taken over and why. Errors: invalid_input, rate_limited. */
export const importWatches = defineVerb({
  name: "watches.import",
  access: "member",
  rateLimits: ["scraper"],
  input: ImportWatchesInput,
  output: ImportReport,
  async run(ctx, { format, text, start }) {
    const entries = format === "opml" ? readOpml(text) : readJson(text);
    const known = new Set(await findUrls(ctx.actor.id));
    const report: ImportReport = { added: [], skipped: [] };
    for (const entry of entries) await take(ctx, entry, start, known, report);
    return report;
  },
});

async function take(
  ctx: Ctx<Member>,
  entry: Entry,
  start: boolean,
  known: Set<string>,
  report: ImportReport,
): Promise<void> {
  const { name, url: written } = entry;
  const skip = (why: string) => void report.skipped.push({ name, url: written, why });
  if ("why" in entry) return skip(entry.why);
  try {
    const url = sourceUrl(entry.watch.url);
    if (known.has(url)) return skip("You watch it already.");
    const row = await transact((tx, afterCommit) => addWatch(tx, afterCommit, ctx, { ...entry.watch, url, start }));
    known.add(url);
    report.added.push({ id: row.id, name: row.name, url });
  } catch (error) {
    if (!isAppError(error)) throw error;
    skip(error.message);
  }
}
