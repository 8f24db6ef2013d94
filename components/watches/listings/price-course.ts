import type { Listing, PricePoint } from "@/lib/features/watches/listing-schemas";

export type Course = {
  /** The currencies that it was offered in; "" where the source named none. */
  currencies: string[];
  /** Oldest first; at each moment what it cost from then on, in one currency. Without one it cost nothing known. */
  points: { at: number; currency?: string; price?: number }[];
};

/** The course of a price until `now`: a price holds until the next one, and ends when the listing is gone. */
export function courseOf(prices: readonly PricePoint[], { goneAt }: Pick<Listing, "goneAt">, now: number): Course {
  const points: Course["points"] = prices
    .map(({ at, price, currency }) => ({ at: Date.parse(at), currency: currency ?? "", price: Number(price) }))
    .sort((a, b) => a.at - b.at);
  const last = points.at(-1);
  const currencies = [...new Set(points.flatMap(({ currency }) => currency ?? []))];
  if (!last) return { currencies, points };
  const end = goneAt === null ? Math.max(now, last.at) : Math.max(Date.parse(goneAt), last.at);
  return { currencies, points: [...points, { ...last, at: end }, ...(end < now ? [{ at: now }] : [])] };
}
