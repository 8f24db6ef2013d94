import { LISTINGS_AT_ONCE } from "@/components/watches/listings/listing-query";
import type { Ctx, Member } from "@/lib/core/context";
import { listListings } from "@/lib/features/watches";
import { ListListingsInput } from "@/lib/features/watches/listing-schemas";

type Asked = Record<string, string | string[] | undefined>;

const NAMES = ["q", "watchId", "show", "sort", "minPrice", "maxPrice", "currency", "inStock", "newLow", "unmatched"];

/** What of a URL narrows a list of listings. What cannot be understood, or is as usual, is left out. */
export function askedListings(asked: Asked): Record<string, string> {
  const given = NAMES.flatMap((name) => {
    const value = asked[name];
    const isKnown = typeof value === "string" && value !== "" && ListListingsInput.safeParse({ [name]: value }).success;
    return isKnown ? [[name, value]] : [];
  });
  return { ...Object.fromEntries(given), ...(asked["view"] === "list" && { view: "list" }) };
}

/** The first page of what is asked for, for a list that follows it from then on. */
export async function readListings(ctx: Ctx<Member>, query: Record<string, string>) {
  const { view: _view, ...asked } = query;
  const readAt = new Date().toISOString();
  const first = await listListings(ctx, { ...ListListingsInput.parse(asked), limit: LISTINGS_AT_ONCE });
  return { query, first, readAt };
}
