import { publishEvent } from "@/lib/core/realtime/publish";
import { type HotTx, hotTransaction } from "@/lib/kit/transact";
import { type Difference, diffRows } from "./diff-rows";
import { watchChanged } from "./events";
import { knownRows } from "./known-rows";
import type { Parsed } from "./parsing/types";
import { planOf, presentNow, presentRun } from "./present";
import {
  insertRows,
  type Judged,
  type JudgedChange,
  missRows,
  missUnchanged,
  readNotes,
  updateRows,
} from "./rows-store";
import { endRun, lockRun, type Outcome, type RunReport } from "./run-store";
import { tellListings } from "./tell-listings";
import { type Find, tellFinds, tellTrouble } from "./tell-owner";
import type { RunNote } from "./watch-schemas";
import type { WatchRow } from "./watch-store";

/** What a run brought: rows that were read and judged, or that the source is as it was. */
type Brought = { parsed: Parsed; rows: Judged[] } | "unchanged";

type Report = Omit<RunReport, "fresh" | "changed" | "gone" | "back" | "matched">;

const NOTHING = { fresh: 0, changed: 0, gone: 0, back: 0, matched: 0 };

/**
 * Stores what a run of a watch brought, what becomes of the watch, and the run itself, as one unit of work; then its owner
 * is told. False when the run was done by another process, or its owner changed the watch meanwhile: nothing is stored.
 */
export const finishRun = (watch: WatchRow, report: Report, outcome: Outcome, brought?: Brought): Promise<boolean> =>
  hotTransaction(async (tx, afterCommit) => {
    if (!(await lockRun(tx.query, watch))) return false;
    const stored = brought && (await storeRows(tx, watch, brought, report.startedAt));
    const run: RunReport = {
      ...report,
      ...NOTHING,
      ...stored?.counts,
      notes: [...report.notes, ...(stored?.notes ?? [])],
    };
    const ended = await endRun(tx.query, watch, run, outcome);
    afterCommit((committed) => {
      const told = { watch: presentNow(ended.watch), run: presentRun(ended.run) };
      publishEvent(committed, watchChanged, { userId: watch.ownerId }, told);
    });
    if (stored) await tellListings(tx.query, afterCommit, watch, stored);
    const { notify } = planOf(watch);
    // Of what the first run finds, everything is new and nothing is news.
    if (stored && watch.successes > 0) await tellFinds(tx, afterCommit, watch, stored.finds.filter(isWanted(notify)));
    if (notify.trouble) await tellTrouble(tx, afterCommit, watch, ended.watch, run);
    return true;
  });

type Stored = {
  counts: typeof NOTHING;
  notes: RunNote[];
  finds: Find[];
  newIds: string[];
  changedIds: string[];
};

async function storeRows({ query }: HotTx, watch: WatchRow, brought: Brought, now: Date): Promise<Stored> {
  if (brought === "unchanged") {
    const gone = await missUnchanged(query, watch.id, now);
    return { counts: { ...NOTHING, gone: gone.length }, notes: [], finds: [], newIds: [], changedIds: gone };
  }
  const { parsed, rows } = brought;
  const isFeed = planOf(watch).recipe.kind === "feed";
  const known = await knownRows(query, watch, rows, !isFeed && parsed.complete);
  const difference = diffRows(known, rows, { isFeed, isComplete: parsed.complete });
  const owned = { watchId: watch.id, ownerId: watch.ownerId, now };
  const matched = new Map(rows.map((row) => [row.key, row]));
  const judge = <T extends { key: string }>(row: T): T & Judged =>
    ({ ...row, matched: false, ...matched.get(row.key) }) as T & Judged;
  const made = await insertRows(query, owned, difference.fresh.map(judge));
  const touched = [...difference.changed, ...difference.refreshed];
  const notes = await readNotes(
    query,
    touched.map(({ known: { id } }) => id),
  );
  const changes = touched.map((change, index) => ({
    ...{ ...change, row: judge(change.row), note: notes.get(change.known.id) ?? "" },
    differs: index < difference.changed.length,
  }));
  await updateRows(query, owned, changes);
  await missRows(query, owned, difference.missed, difference.gone);
  return summary(difference, made, changes);
}

type Judgement = Pick<JudgedChange, "known" | "row" | "isBack" | "isNewLow" | "isRestocked" | "differs">;

function summary(
  { changed, gone, notes }: Difference,
  made: { id: string; row: Judged }[],
  changes: Judgement[],
): Stored {
  const news = changes.filter(({ differs }) => differs);
  const finds = [
    ...made.filter(({ row }) => row.matched).map(({ id, row }) => findOf(id, row, "new")),
    ...news.flatMap((change) => {
      const why = whyTold(change);
      return why ? [findOf(change.known.id, change.row, why)] : [];
    }),
  ];
  return {
    counts: {
      ...{ fresh: made.length, gone: gone.length },
      changed: changed.filter(({ isBack }) => !isBack).length,
      back: changed.filter(({ isBack }) => isBack).length,
      matched: made.filter(({ row }) => row.matched).length + news.filter(({ row }) => row.matched).length,
    },
    notes,
    finds,
    newIds: made.map(({ id }) => id),
    changedIds: [...news.map(({ known: { id } }) => id), ...gone.map(({ id }) => id)],
  };
}

/** What is news of a listing that is known, when its owner wants to hear of such at all. */
function whyTold({ known, row, isNewLow, isBack, isRestocked }: Judgement): Find["why"] | undefined {
  if (!row.matched) return undefined;
  if (isNewLow) return "new_low";
  if (!known.matched) return "match";
  return isBack || isRestocked ? "back" : undefined;
}

const findOf = (id: string, { title, price }: Judged, why: Find["why"]): Find => ({
  ...{ id, why, title },
  ...{ price: price?.amount ?? null, currency: price?.currency ?? null },
});

const isWanted =
  ({ matches, newLow, back }: { matches: boolean; newLow: boolean; back: boolean }) =>
  ({ why }: Find): boolean =>
    ({ new: matches, match: matches, new_low: newLow, back })[why];
