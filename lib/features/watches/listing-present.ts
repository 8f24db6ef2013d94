import { imagePath } from "./image-path";
import type { Listing, PricePoint } from "./listing-schemas";
import type { ListingRow, PriceRow } from "./listing-store";

const moment = (date: Date | null): string | null => date?.toISOString() ?? null;

/** An amount as it is told: without the noughts that only its column needs, 12.5000 is 12.50 and 3.0000 is 3. */
const amount = (stored: string | null): string | null =>
  stored?.replace(/\.0+$/, "").replace(/(\.\d\d\d*?)0+$/, "$1") ?? null;

export const presentListing = (row: ListingRow): Listing => ({
  ...{ id: row.id, watchId: row.watchId, watchName: row.watchName },
  ...{ title: row.title, link: row.link, text: row.text, note: row.note, version: row.version },
  image: row.image === null ? null : imagePath(row.image),
  ...{ price: amount(row.price), currency: row.currency, priceFrom: row.priceFrom },
  ...{ priceUpTo: amount(row.priceUpTo), priceBefore: amount(row.priceBefore), lowestPrice: amount(row.lowestPrice) },
  newLowAt: moment(row.newLowAt),
  availability: row.availability,
  publishedAt: moment(row.publishedAt),
  foundAt: row.foundAt.toISOString(),
  changedAt: row.changedAt.toISOString(),
  goneAt: moment(row.goneAt),
  backAt: moment(row.backAt),
  matched: row.matched,
  savedAt: moment(row.savedAt),
  hiddenAt: moment(row.hiddenAt),
});

export const presentPrice = ({ at, price, currency }: PriceRow): PricePoint => ({
  at: at.toISOString(),
  price: amount(price) ?? price,
  currency,
});
