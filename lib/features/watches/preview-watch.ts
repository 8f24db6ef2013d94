import { defineVerb } from "@/lib/core/verb/verb";
import { hotQuery } from "@/lib/kit/db";
import { askHost, refuse } from "./ask-host";
import { type Change, diffRows } from "./diff-rows";
import { knownRows } from "./known-rows";
import { watchOf } from "./permissions";
import { planOf } from "./present";
import { presentRow } from "./present-rows";
import { judgeRows, readRows } from "./read-rows";
import { hintsOf } from "./settle";
import { WatchPreview } from "./source-schemas";
import { WatchInput } from "./watch-schemas";

const SHOWN_MAX = 50;

/** What a run would bring now; nothing is stored. Errors: not_found, invalid_input with why it would fail, unavailable, rate_limited. */
export const previewWatch = defineVerb({
  name: "watches.preview",
  access: "member",
  rateLimits: ["scraper"],
  input: WatchInput,
  output: WatchPreview,
  async run(ctx, { watchId }) {
    const watch = await watchOf(ctx, watchId);
    const { recipe, filters } = planOf(watch);
    const { document } = await askHost(watch.url);
    const { parsed, failure } = await readRows(document, recipe, hintsOf(watch));
    if (!parsed) return refuse(failure);
    const judged = await judgeRows(parsed.rows, filters, new Date());
    if (!judged.rows) return refuse(judged.failure);
    const isFeed = recipe.kind === "feed";
    const known = await knownRows(hotQuery, watch, judged.rows, !isFeed && parsed.complete);
    const { fresh, changed, missed, gone, notes } = diffRows(known, parsed.rows, {
      isFeed,
      isComplete: parsed.complete,
    });
    const missing = [...gone, ...missed];
    return {
      count: parsed.rows.length,
      new: fresh.slice(0, SHOWN_MAX).map(presentRow),
      changed: changed.slice(0, SHOWN_MAX).map(({ row }: Change) => presentRow(row)),
      gone: missing.slice(0, SHOWN_MAX).map(({ title }) => title),
      ...{ newCount: fresh.length, changedCount: changed.length, goneCount: missing.length },
      matchedCount: judged.rows.filter(({ matched }) => matched).length,
      notes: [...parsed.notes, ...notes].slice(0, 20),
    };
  },
});
