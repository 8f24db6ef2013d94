import { createHash } from "node:crypto";
import type { Row } from "./parsing/types";
import type { RunNote } from "./watch-schemas";

/** A listing as a watch knows it. Prices are decimal numbers as text. */
export type Known = {
  id: string;
  key: string;
  title: string;
  link: string | null;
  /** MD5 of the text. */
  textHash: string;
  image: string | null;
  price: string | null;
  currency: string | null;
  priceBefore: string | null;
  lowestPrice: string | null;
  availability: string | null;
  missedRuns: number;
  isGone: boolean;
  /** Whether it passed the filters as it was. */
  matched: boolean;
  /** It went by another key until now. */
  isRenamed?: true;
};

export type Change = { known: Known; row: Row; isBack: boolean; isNewLow: boolean; isRestocked: boolean };

/** What a run would do to what is known. */
export type Difference = {
  fresh: Row[];
  /** Those that differ, came back or became available again; `isNewLow` tells of those that became cheaper than ever. */
  changed: Change[];
  /** Those that differ in nothing that a member is told of, such as the address of the image. */
  refreshed: Change[];
  missed: Known[];
  gone: Known[];
  notes: RunNote[];
};

/** What is missing from so many runs in a row is gone. */
export const GONE_AFTER = 3;
/** When fewer than this part of at least so many is left, the member is warned before the rest counts as gone. */
const FEW = { part: 0.1, of: 20 };

type Manner = {
  /** In a feed nothing is gone: its items scroll off. */
  isFeed: boolean;
  /** Whether the document was there to its end. */
  isComplete: boolean;
};

/**
 * What is known of rows that go by another key now, as those of a source that changed its ids: the same link and title are
 * the same listing, which takes the new key.
 */
export function renamed(rows: Row[], alike: Known[]): Known[] {
  const left = new Set(alike);
  return rows.flatMap(({ key, link, title }) => {
    const same = [...left].find((one) => one.link === link && one.title === title);
    if (!same) return [];
    left.delete(same);
    return [{ ...same, key, isRenamed: true as const }];
  });
}

/** Compares the rows of a document with what is known of its watch. */
export function diffRows(known: Known[], rows: Row[], { isFeed, isComplete }: Manner): Difference {
  const byKey = new Map(known.map((one) => [one.key, one]));
  const seen = new Set(rows.map(({ key }) => key));
  const notes: RunNote[] = [];
  const difference: Difference = { fresh: [], changed: [], refreshed: [], missed: [], gone: [], notes };
  for (const row of rows) {
    const before = byKey.get(row.key);
    if (!before) difference.fresh.push(row);
    else compare(before, row, difference);
  }
  if (isFeed || !isComplete) return difference;
  const present = known.filter(({ isGone }) => !isGone);
  for (const one of present.filter(({ key }) => !seen.has(key))) {
    (one.missedRuns + 1 >= GONE_AFTER ? difference.gone : difference.missed).push(one);
  }
  const left = present.length - difference.missed.length - difference.gone.length;
  if (difference.missed.length > 0 && present.length >= FEW.of && left < present.length * FEW.part)
    notes.push({ code: "few_left", detail: `${left} of ${present.length}` });
  return difference;
}

function compare(known: Known, row: Row, { changed, refreshed, notes }: Difference): void {
  const price = row.price;
  const jumped = isJump(known.price, price?.amount);
  if (jumped) notes.push({ code: "price_jump", detail: row.title.slice(0, 200) });
  const isOtherCurrency = known.price !== null && price !== null && known.currency !== price.currency;
  if (isOtherCurrency) notes.push({ code: "currency_changed", detail: row.title.slice(0, 200) });
  const isNewLow =
    price !== null &&
    known.lowestPrice !== null &&
    !jumped &&
    !isOtherCurrency &&
    isBelow(price.amount, known.lowestPrice);
  const isRestocked = known.availability === "out" && row.availability === "in";
  const change = { known, row, isBack: known.isGone, isNewLow, isRestocked };
  if (differs(known, row) || known.isGone) changed.push(change);
  else if (
    known.isRenamed ||
    known.missedRuns > 0 ||
    known.image !== row.image ||
    !isSameAmount(known.priceBefore, price?.before)
  )
    refreshed.push(change);
}

/** What a source does not say at this moment, of stock or price, is not taken for a change. */
const differs = (known: Known, row: Row): boolean =>
  known.title !== row.title ||
  known.link !== row.link ||
  known.textHash !== hashOf(row.text) ||
  (row.price !== null && (!isSameAmount(known.price, row.price.amount) || known.currency !== row.price.currency)) ||
  (row.availability !== null && known.availability !== row.availability);

export const hashOf = (text: string): string => createHash("md5").update(text).digest("hex");

const isSameAmount = (a: string | null | undefined, b: string | null | undefined): boolean =>
  a === null || a === undefined || b === null || b === undefined
    ? (a ?? null) === (b ?? null)
    : Number(a) === Number(b);

const isBelow = (a: string, b: string): boolean => Number(a) < Number(b);

/** A thousand times as much or as little: most likely the same price, read in another notation. */
function isJump(before: string | null, after: string | undefined): boolean {
  if (before === null || after === undefined) return false;
  const [low, high] = [Number(before), Number(after)].sort((a, b) => a - b);
  return low !== undefined && high !== undefined && low > 0 && Math.abs(high / low - 1000) < 1e-6;
}
