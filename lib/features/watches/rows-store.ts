import type { Query } from "@/lib/kit/db";
import { newId } from "@/lib/shared/ids";
import { type Change, GONE_AFTER, type Known } from "./diff-rows";
import { searchText } from "./listing-words";
import type { Row } from "./parsing/types";

/** A row and whether it passes the filters of its watch. */
export type Judged = Row & { matched: boolean };

const COLUMNS = `id, key, title, link, md5(text) AS "textHash", image, price::text, currency,
  price_before::text AS "priceBefore", lowest_price::text AS "lowestPrice", availability, missed_runs AS "missedRuns",
  gone_at IS NOT NULL AS "isGone", matched`;

const KNOWN = `
  SELECT ${COLUMNS} FROM listings WHERE watch_id = $1 AND (key = ANY ($2::text[]) OR ($3 AND gone_at IS NULL))`;

const ALIKE = `
  SELECT ${COLUMNS} FROM listings WHERE watch_id = $1 AND link = ANY ($2::text[]) AND NOT key = ANY ($3::text[])`;

/** What a watch knows that leads to these links, and goes by none of these keys. */
export const readAlike = (query: Query, watchId: string, links: string[], keys: string[]): Promise<Known[]> =>
  query<Known>("watches.alike", ALIKE, [watchId, links, keys]);

/** What a watch knows of these keys, and with `all` of what else is not gone. */
export const readKnown = (query: Query, watchId: string, keys: string[], all: boolean): Promise<Known[]> =>
  query<Known>("watches.known", KNOWN, [watchId, keys, all]);

const ROWS = `jsonb_to_recordset($4::jsonb) AS r (id uuid, key text, title text, link text, text text, image text, price numeric,
    currency text, price_from boolean, price_up_to numeric, price_before numeric, availability text,
    published_at timestamptz, matched boolean, words text, new_low boolean, back boolean, differs boolean, same_currency boolean)`;

const INSERT = `
  WITH written AS (
    INSERT INTO listings (id, watch_id, owner_id, key, title, link, text, image, price, currency, price_from, price_up_to,
      price_before, lowest_price, availability, published_at, matched, words, found_at, changed_at, seen_at)
    SELECT id, $1::uuid, $2::uuid, key, title, link, text, image, price, currency, price_from, price_up_to,
      price_before, price, availability, published_at, matched, to_tsvector('simple', words), $3::timestamptz, $3, $3
    FROM ${ROWS}
    ON CONFLICT (watch_id, key) DO NOTHING
    RETURNING id, price, currency
  ), priced AS (
    INSERT INTO listing_prices (listing_id, at, price, currency) SELECT id, $3::timestamptz, price, currency FROM written WHERE price IS NOT NULL
  )
  SELECT id FROM written`;

const UPDATE = `
  WITH written AS (
    UPDATE listings l SET key = r.key, title = r.title, link = r.link, text = r.text, image = r.image,
      price = coalesce(r.price, l.price), currency = CASE WHEN r.price IS NULL THEN l.currency ELSE r.currency END,
      price_from = r.price_from, price_up_to = r.price_up_to, price_before = r.price_before,
      lowest_price = CASE WHEN r.price IS NULL THEN l.lowest_price WHEN r.same_currency THEN least(l.lowest_price, r.price) ELSE r.price END,
      new_low_at = CASE WHEN r.new_low THEN $3::timestamptz ELSE l.new_low_at END,
      availability = coalesce(r.availability, l.availability), published_at = coalesce(r.published_at, l.published_at),
      matched = r.matched, words = to_tsvector('simple', r.words), seen_at = $3::timestamptz, missed_runs = 0, gone_at = NULL,
      back_at = CASE WHEN r.back THEN $3::timestamptz ELSE l.back_at END,
      changed_at = CASE WHEN r.differs THEN $3::timestamptz ELSE l.changed_at END,
      version = l.version + CASE WHEN r.differs THEN 1 ELSE 0 END
    FROM ${ROWS} JOIN listings old ON old.id = r.id
    WHERE l.id = r.id AND l.watch_id = $1 AND l.owner_id = $2
    RETURNING l.id, l.price, l.currency, old.price AS old_price, old.currency AS old_currency
  ), priced AS (
    INSERT INTO listing_prices (listing_id, at, price, currency)
    SELECT id, $3::timestamptz, price, currency FROM written
    WHERE price IS NOT NULL AND (price, currency) IS DISTINCT FROM (old_price, old_currency)
    ON CONFLICT (listing_id, at) DO NOTHING
  )
  SELECT id FROM written`;

const MISSED = `
  UPDATE listings SET missed_runs = missed_runs + 1,
    gone_at = CASE WHEN id = ANY ($2::uuid[]) THEN $3::timestamptz ELSE gone_at END,
    changed_at = CASE WHEN id = ANY ($2::uuid[]) THEN $3::timestamptz ELSE changed_at END
  WHERE watch_id = $1 AND id = ANY ($4::uuid[])`;

type Owned = { watchId: string; ownerId: string; now: Date };

/** Stores new rows as listings, and answers their ids with the rows. */
export async function insertRows(query: Query, { watchId, ownerId, now }: Owned, rows: Judged[]) {
  if (rows.length === 0) return [];
  const made = rows.map((row) => ({ id: newId(), row }));
  const values = made.map(({ id, row }) => valuesOf(id, ownerId, row, ""));
  const stored = await query<{ id: string }>("watches.insertRows", INSERT, [
    watchId,
    ownerId,
    now,
    JSON.stringify(values),
  ]);
  const ids = new Set(stored.map(({ id }) => id));
  return made.filter(({ id }) => ids.has(id));
}

/** A change of a listing, judged, with the note that its owner wrote. */
export type JudgedChange = Change & { row: Judged; note: string; differs: boolean };

export async function updateRows(
  query: Query,
  { watchId, ownerId, now }: Owned,
  changes: JudgedChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const values = changes.map(({ known, row, note, isNewLow, isBack, differs }) => ({
    ...valuesOf(known.id, ownerId, row, note),
    ...{ new_low: isNewLow, back: isBack, differs, same_currency: known.currency === (row.price?.currency ?? null) },
  }));
  await query("watches.updateRows", UPDATE, [watchId, ownerId, now, JSON.stringify(values)]);
}

/** Counts a run that did not find these, and notes of the last of them that they are gone. */
export async function missRows(query: Query, { watchId, now }: Owned, missed: Known[], gone: Known[]): Promise<void> {
  if (missed.length + gone.length === 0) return;
  const goneIds = gone.map(({ id }) => id);
  await query("watches.missRows", MISSED, [watchId, goneIds, now, [...goneIds, ...missed.map(({ id }) => id)]]);
}

const NOTES = "SELECT id, note FROM listings WHERE id = ANY ($1::uuid[]) AND note <> ''";

/** What the owner noted of listings, by id. */
export async function readNotes(query: Query, ids: string[]): Promise<Map<string, string>> {
  const rows = ids.length > 0 ? await query<{ id: string; note: string }>("watches.notes", NOTES, [ids]) : [];
  return new Map(rows.map(({ id, note }) => [id, note]));
}

function valuesOf(id: string, ownerId: string, row: Judged, note: string) {
  const { key, title, link, text, image, price, availability, matched } = row;
  return {
    ...{ id, key, title, link, text, image, availability, matched },
    ...{ price: price?.amount ?? null, currency: price?.currency ?? null, price_from: price?.from ?? false },
    ...{ price_up_to: price?.upTo ?? null, price_before: price?.before ?? null },
    published_at: row.publishedAt,
    words: searchText(ownerId, { title, text, note }),
  };
}

const MISSED_AGAIN = `
  UPDATE listings SET missed_runs = missed_runs + 1,
    gone_at = CASE WHEN missed_runs + 1 >= ${GONE_AFTER} THEN $2::timestamptz END,
    changed_at = CASE WHEN missed_runs + 1 >= ${GONE_AFTER} THEN $2::timestamptz ELSE changed_at END
  WHERE watch_id = $1 AND missed_runs > 0 AND gone_at IS NULL
  RETURNING id, gone_at IS NOT NULL AS "isGone"`;

/** Counts a run whose source was as it was: what was missing from it is missing still. Answers how many are gone by that. */
export async function missUnchanged(query: Query, watchId: string, now: Date): Promise<string[]> {
  const rows = await query<{ id: string; isGone: boolean }>("watches.missUnchanged", MISSED_AGAIN, [watchId, now]);
  return rows.filter(({ isGone }) => isGone).map(({ id }) => id);
}
