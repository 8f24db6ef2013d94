import type { Filters } from "./filter-schemas";
import { fold } from "./listing-words";

const DAY_MS = 24 * 3_600_000;

/** What of a listing its watch's filters look at. `price` is a decimal number as text. */
export type Filtered = {
  title: string;
  text: string;
  price: string | null;
  availability: string | null;
  /** When it was published; when it was found, where no date can be believed. */
  at: Date;
};

/** Whether a listing passes; `fitsPattern` says whether the regular expression, which is tried elsewhere, does. */
export function passes(filters: Filters, listing: Filtered, now: Date, fitsPattern = true): boolean {
  const { include, exclude, minPrice, maxPrice, inStock, maxAgeDays } = filters;
  if (!fitsPattern) return false;
  if (inStock && listing.availability === "out") return false;
  if (maxAgeDays !== null && now.getTime() - listing.at.getTime() > maxAgeDays * DAY_MS) return false;
  if (!isPriceWithin(listing.price, minPrice, maxPrice)) return false;
  if (include.length === 0 && exclude.length === 0) return true;
  const text = fold(`${listing.title}\n${listing.text}`);
  const holds = (word: string) => text.includes(fold(word));
  return (include.length === 0 || include.some(holds)) && !exclude.some(holds);
}

/** What has no price passes only where none is asked for. */
function isPriceWithin(price: string | null, min: number | null, max: number | null): boolean {
  if (min === null && max === null) return true;
  if (price === null) return false;
  const amount = Number(price);
  return (min === null || amount >= min) && (max === null || amount <= max);
}
