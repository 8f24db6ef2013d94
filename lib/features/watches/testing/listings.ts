import { searchText } from "@/lib/features/watches/listing-words";
import { pool } from "@/lib/kit/db";
import { newId } from "@/lib/shared/ids";

type Owner = { id: string };

/** A stored watch of `owner`, that never ran. */
export async function plantWatch(owner: Owner, name = "Cameras"): Promise<string> {
  const id = newId();
  await pool().query(
    `INSERT INTO watches (id, owner_id, name, url, host, recipe, schedule)
     VALUES ($1::uuid, $2, $3, 'https://shop.example/', 'shop.example', '{"kind":"feed"}', '{"kind":"every","minutes":60}')`,
    [id, owner.id, name],
  );
  return id;
}

type Given = {
  id?: string;
  title?: string;
  text?: string;
  note?: string;
  link?: string | null;
  image?: string | null;
  price?: string | null;
  currency?: string | null;
  availability?: "in" | "out" | null;
  foundAt?: string;
  changedAt?: string;
  goneAt?: string | null;
  savedAt?: string | null;
  hiddenAt?: string | null;
  newLowAt?: string | null;
  matched?: boolean;
};

const BEGIN = Date.parse("2026-11-01T00:00:00Z");
let planted = 0;

/** A stored listing of a watch, found a minute after the one before unless `given` says when; answers its id. */
export async function plantListing(owner: Owner, watchId: string, given: Given = {}): Promise<string> {
  const { id = newId(), title = `Listing ${planted}`, text = "", note = "", price = null, matched = true } = given;
  const foundAt = given.foundAt ?? new Date(BEGIN + planted++ * 60_000).toISOString();
  const { link = null, image = null, currency = price === null ? null : "EUR", availability = null } = given;
  const { changedAt = foundAt, goneAt = null, savedAt = null, hiddenAt = null, newLowAt = null } = given;
  await pool().query(
    `INSERT INTO listings (id, watch_id, owner_id, key, title, text, note, link, image, price, lowest_price, currency, availability,
       found_at, changed_at, seen_at, gone_at, saved_at, hidden_at, new_low_at, matched, words)
     VALUES ($1::uuid, $2, $3, $1::uuid::text, $4, $5, $6, $7, $8, $9::numeric, $9::numeric, $10, $11, $12::timestamptz, $13, $12::timestamptz, $14, $15, $16, $17, $18, to_tsvector('simple', $19))`,
    [
      ...[id, watchId, owner.id, title, text, note, link, image, price, currency, availability, foundAt, changedAt],
      ...[goneAt, savedAt, hiddenAt, newLowAt, matched, searchText(owner.id, { title, text, note })],
    ],
  );
  return id;
}
