import { hotQuery, type Query } from "@/lib/kit/db";

/** A listing with the name of its watch. Decimals come as text. */
export type ListingRow = {
  id: string;
  watchId: string;
  ownerId: string;
  watchName: string;
  title: string;
  link: string | null;
  text: string;
  image: string | null;
  price: string | null;
  currency: string | null;
  priceFrom: boolean;
  priceUpTo: string | null;
  priceBefore: string | null;
  lowestPrice: string | null;
  newLowAt: Date | null;
  availability: "in" | "out" | null;
  publishedAt: Date | null;
  foundAt: Date;
  changedAt: Date;
  goneAt: Date | null;
  backAt: Date | null;
  matched: boolean;
  savedAt: Date | null;
  hiddenAt: Date | null;
  note: string;
  version: number;
};

/**
 * What is read of a listing `l`; `text` is how much of its text. What its watch is called is looked up for the rows that are
 * answered: a join would have its part in how the others are found.
 */
export const columnsOf = (text: string): string => `l.id, l.watch_id AS "watchId", l.owner_id AS "ownerId",
  (SELECT w.name FROM watches w WHERE w.id = l.watch_id) AS "watchName",
  l.title, l.link, ${text} AS text, l.image, l.price::text, l.currency, l.price_from AS "priceFrom",
  l.price_up_to::text AS "priceUpTo", l.price_before::text AS "priceBefore", l.lowest_price::text AS "lowestPrice",
  l.new_low_at AS "newLowAt", l.availability, l.published_at AS "publishedAt", l.found_at AS "foundAt",
  l.changed_at AS "changedAt", l.gone_at AS "goneAt", l.back_at AS "backAt", l.matched, l.saved_at AS "savedAt",
  l.hidden_at AS "hiddenAt", l.note, l.version`;

const ONE = `SELECT ${columnsOf("l.text")} FROM listings l WHERE l.id = $1::uuid AND l.owner_id = $2::uuid`;

/** A listing of `ownerId`; undefined when there is none of theirs. */
export const readListing = async (ownerId: string, listingId: string): Promise<ListingRow | undefined> =>
  (await hotQuery<ListingRow>("listings.one", ONE, [listingId, ownerId]))[0];

/** As `readListing`, for whoever changes it: nobody else does until the transaction ends. */
export const lockListing = async (query: Query, ownerId: string, listingId: string): Promise<ListingRow | undefined> =>
  (await query<ListingRow>("listings.lock", `${ONE} FOR UPDATE`, [listingId, ownerId]))[0];

const CHANGE = `UPDATE listings l SET saved_at = $2::timestamptz, hidden_at = $3::timestamptz, note = $4::text,
    version = version + 1, words = to_tsvector('simple', $5::text)
  WHERE l.id = $1::uuid RETURNING ${columnsOf("l.text")}`;

/** What its owner says of a listing, and the words by which it is found from now on. */
export type Mark = { savedAt: Date | null; hiddenAt: Date | null; note: string; words: string };

export const markListing = async (query: Query, id: string, mark: Mark): Promise<ListingRow | undefined> =>
  (await query<ListingRow>("listings.mark", CHANGE, [id, mark.savedAt, mark.hiddenAt, mark.note, mark.words]))[0];

export type PriceRow = { at: Date; price: string; currency: string | null };

const PRICES = `SELECT p.at, p.price::text, p.currency FROM listing_prices p
  WHERE p.listing_id = $1::uuid AND p.at < $2::timestamptz ORDER BY p.at DESC LIMIT $3::int`;

/** What a listing cost, the newest first, before the moment `before`. */
export const readPrices = (listingId: string, take: number, before = "infinity"): Promise<PriceRow[]> =>
  hotQuery<PriceRow>("listings.prices", PRICES, [listingId, before, take]);

const OWNS = "SELECT 1 FROM watches WHERE id = $1::uuid AND owner_id = $2::uuid";

export const ownsWatch = async (ownerId: string, watchId: string): Promise<boolean> =>
  (await hotQuery("listings.ownsWatch", OWNS, [watchId, ownerId])).length === 1;

const COUNT = `SELECT CASE WHEN reltuples > 50000 THEN reltuples::int ELSE (SELECT count(*)::int FROM listings) END AS count
  FROM pg_class WHERE oid = 'listings'::regclass`;

/** How many listings there are: counted while they are few, the planner's estimate beyond. */
export const countListings = async (): Promise<number> =>
  (await hotQuery<{ count: number }>("listings.count", COUNT, []))[0]?.count ?? 0;
