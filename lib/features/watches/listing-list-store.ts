import { hotQuery } from "@/lib/kit/db";
import type { ListingQuery } from "./listing-schemas";
import { columnsOf, type ListingRow } from "./listing-store";
import { searchQuery } from "./listing-words";

/** Which rows a statement walks through: of an owner, of one watch, what was saved, or what the words index finds. */
type Base = "owner" | "watch" | "saved" | "search";
/** A way through them: listings without a price follow those with one. */
type Way = "found" | "changed" | "cheapest" | "dearest" | "cheapest, no price" | "dearest, no price";

/** A place in a list: what it is sorted by (null for no price), and the id. */
export type ListingPlace = [value: string | null, id: string];

const FIRST_ID = "00000000-0000-0000-0000-000000000000";
const LAST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** What bounds the rows of a base. Words are those of one owner, as `listing-words.ts` writes them. */
const BASES: Record<Base, string> = {
  owner: "l.owner_id = $1::uuid",
  watch: "l.watch_id = (SELECT id FROM watches WHERE id = $2::uuid AND owner_id = $1::uuid)",
  saved: "l.owner_id = $1::uuid AND l.saved_at IS NOT NULL",
  search: "l.words @@ to_tsquery('simple', $15::text)",
};

const priced = (order: ">" | "<") => `l.price IS NOT NULL AND (l.price, l.id) ${order} ($3::numeric, $4::uuid)`;
const unpriced = (order: ">" | "<") => `l.price IS NULL AND $3::text IS NULL AND l.id ${order} $4::uuid`;

/** Where a way goes on, and how it is ordered. A bound that always holds still lets the index be read from there. */
const WAYS: Record<Way, { after: string; order: string }> = {
  found: {
    after: "(l.found_at, l.id) < ($3::timestamptz, $4::uuid) AND l.found_at >= $12::timestamptz",
    order: "l.found_at DESC, l.id DESC",
  },
  changed: { after: "(l.changed_at, l.id) < ($3::timestamptz, $4::uuid)", order: "l.changed_at DESC, l.id DESC" },
  cheapest: { after: priced(">"), order: "l.price, l.id" },
  dearest: { after: priced("<"), order: "l.price DESC, l.id DESC" },
  "cheapest, no price": { after: unpriced(">"), order: "l.id" },
  "dearest, no price": { after: unpriced("<"), order: "l.id DESC" },
};

/** What the member sorted out by hand is shown whether or not it passes the filters of its watch. */
const SHOWN = `CASE $6::text
    WHEN 'open' THEN l.hidden_at IS NULL AND l.gone_at IS NULL AND (l.matched OR $7::boolean)
    WHEN 'gone' THEN l.gone_at IS NOT NULL AND l.hidden_at IS NULL AND (l.matched OR $7::boolean)
    WHEN 'saved' THEN l.saved_at IS NOT NULL
    WHEN 'hidden' THEN l.hidden_at IS NOT NULL
    ELSE l.matched OR $7::boolean END`;

/**
 * The filters as one expression: taken apart, the planner would guess of each how few rows it leaves, and sort all of an
 * owner's rather than walk along them until the page is full.
 */
const WANTED = `CASE WHEN l.owner_id = $1::uuid AND ($2::uuid IS NULL OR l.watch_id = $2::uuid) AND (${SHOWN})
    AND ($8::numeric IS NULL OR l.price >= $8::numeric) AND ($9::numeric IS NULL OR l.price <= $9::numeric)
    AND ($10::text IS NULL OR l.currency = $10::text)
    AND (NOT $11::boolean OR l.availability = 'in')
    AND l.found_at >= $12::timestamptz
    AND (NOT $13::boolean OR l.new_low_at IS NOT NULL)
  THEN true ELSE false END`;

const TEXT = "CASE WHEN $14::boolean THEN l.text ELSE left(l.text, 300) END";
/** What ways and filters read. */
const READ = `id, owner_id, watch_id, price, currency, availability, found_at, changed_at, gone_at, saved_at, hidden_at,
  new_low_at, matched`;

/** Reads on until a page is full. What an index without the order of the list finds is gathered first. */
function statementOf(base: Base, way: Way): string {
  const { after, order } = WAYS[way];
  if (base === "owner" || base === "watch")
    return `SELECT ${columnsOf(TEXT)} FROM listings l WHERE ${BASES[base]} AND ${after} AND ${WANTED} ORDER BY ${order} LIMIT $5::int`;
  return `WITH hits AS MATERIALIZED (SELECT ${READ} FROM listings l WHERE ${BASES[base]}),
      page AS MATERIALIZED (SELECT id FROM hits l WHERE ${after} AND ${WANTED} ORDER BY ${order} LIMIT $5::int)
    SELECT ${columnsOf(TEXT)} FROM page JOIN listings l ON l.id = page.id ORDER BY ${order}`;
}

export type Wanted = ListingQuery & {
  ownerId: string;
  take: number;
  after?: ListingPlace;
  /** With their whole text, of which lists show the beginning. */
  isWhole?: boolean;
};

/** Listings of a member after a place, in the order that is asked for. */
export async function readListings(wanted: Wanted): Promise<ListingRow[]> {
  const { sort, take, after, minPrice, maxPrice } = wanted;
  if (sort === "found" || sort === "changed") return walk(sort, wanted, after ?? ["infinity", LAST_ID]);
  const [start, startId, noPrice, noPriceId] =
    sort === "cheapest"
      ? ([minPrice ?? "-Infinity", FIRST_ID, "cheapest, no price", FIRST_ID] as const)
      : ([maxPrice ?? "Infinity", LAST_ID, "dearest, no price", LAST_ID] as const);
  if (after?.[0] === null) return walk(noPrice, wanted, after);
  const rows = await walk(sort, wanted, after ?? [String(start), startId]);
  const hasBounds = minPrice !== undefined || maxPrice !== undefined;
  if (rows.length === take || hasBounds) return rows;
  return [...rows, ...(await walk(noPrice, { ...wanted, take: take - rows.length }, [null, noPriceId]))];
}

/** Where `row` stands in the list. */
export const placeOf = ({ sort }: Pick<Wanted, "sort">, row: ListingRow): ListingPlace => {
  if (sort === "found") return [row.foundAt.toISOString(), row.id];
  return [sort === "changed" ? row.changedAt.toISOString() : row.price, row.id];
};

function walk(way: Way, wanted: Wanted, [value, id]: ListingPlace): Promise<ListingRow[]> {
  const words = wanted.q === "" ? undefined : searchQuery(wanted.ownerId, wanted.q);
  if (words === null) return Promise.resolve([]);
  const base = words !== undefined ? "search" : wanted.show === "saved" ? "saved" : wanted.watchId ? "watch" : "owner";
  return hotQuery<ListingRow>(`listings.list, ${base}, ${way}`, statementOf(base, way), [
    ...[wanted.ownerId, wanted.watchId ?? null, value, id, wanted.take, wanted.show, wanted.unmatched],
    ...[wanted.minPrice ?? null, wanted.maxPrice ?? null, wanted.currency ?? null, wanted.inStock],
    ...[wanted.since ?? "-infinity", wanted.newLow, wanted.isWhole ?? false],
    ...(words === undefined ? [] : [words]),
  ]);
}
