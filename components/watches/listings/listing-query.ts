import type { Listing, ListingQuery } from "@/lib/features/watches/listing-schemas";

/** Which listings are shown, as it stands in the URL; what is as usual is left out. */
export type Query = Readonly<Partial<Record<keyof ListingQuery | "view", string>>>;

/** The same with some of it changed; what is empty is left out. */
export function changedQuery(query: Query, changes: Query): Query {
  const next = Object.entries({ ...query, ...changes }).filter(([, value]) => value !== undefined && value !== "");
  return Object.fromEntries(next);
}

/** A path with what is asked for. */
export function pathOf(path: string, query: Query): string {
  const text = new URLSearchParams(Object.entries(query)).toString();
  return text ? `${path}?${text}` : path;
}

/** The endpoint that answers it, without what concerns the screen alone. */
export function endpointOf({ view: _view, ...query }: Query, limit: number): string {
  const asked: Record<string, string> = { ...query, limit: String(limit) };
  return pathOf("/listings", asked);
}

/** Whether a listing belongs into the list as far as hiding goes: those who were marked here stay until then. */
export const belongs = ({ hiddenAt }: Listing, { show = "open" }: Query): boolean =>
  show === "hidden" ? hiddenAt !== null : show === "saved" || show === "all" || hiddenAt === null;

/** Whether a listing that came may stand in the list: what only the server can tell, such as a search, is left to it. */
export function mayFit(
  listing: Listing,
  { watchId, show = "open", minPrice, maxPrice, inStock, newLow }: Query,
): boolean {
  const price = listing.price === null ? undefined : Number(listing.price);
  return (
    (watchId === undefined || watchId === listing.watchId) &&
    (show === "open" || show === "all") &&
    (minPrice === undefined || (price !== undefined && price >= Number(minPrice))) &&
    (maxPrice === undefined || (price !== undefined && price <= Number(maxPrice))) &&
    (inStock !== "true" || listing.availability === "in") &&
    (newLow !== "true" || listing.newLowAt !== null)
  );
}

/** How many listings are read at once: fills whole lines of two, three and four. */
export const LISTINGS_AT_ONCE = 24;
