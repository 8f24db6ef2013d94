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

/** The same as the verb takes it. */
export const listingInput = ({ view: _view, ...query }: Record<string, string>) => ListListingsInput.parse(query);
