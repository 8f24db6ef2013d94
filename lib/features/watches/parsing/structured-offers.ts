import { compareAmounts, plainAmount } from "./amounts";
import { readAvailability } from "./availability";
import { currencyCode } from "./currencies";
import { readPrice } from "./prices";
import { isThing, type Thing, typesOf, valuesOf } from "./structured-nodes";
import type { Availability, Hints, Price } from "./types";

type Offer = { price: Price | null; availability: Availability | null; isUsed: boolean };

/** What the offers of a thing say: the least price of those for new ones, and whether one of them can be had. */
export function readOffers(thing: Thing, hints: Hints): Pick<Offer, "price" | "availability"> {
  const offers = offersOf(thing)
    .slice(0, 200)
    .map((offer) => readOffer(offer, hints));
  const fresh = offers.filter(({ isUsed }) => !isUsed);
  const wanted = fresh.length > 0 ? fresh : offers;
  const said = wanted.map(({ availability }) => availability);
  const availability = said.includes("in") ? "in" : said.includes("out") ? "out" : null;
  return { price: leastOf(wanted.map(({ price }) => price).filter((price) => price !== null)), availability };
}

/** Offers stand in a thing, in its variants, or the thing is one. */
function offersOf(thing: Thing): Thing[] {
  const inner = valuesOf(thing, "offers", "hasVariant", "itemOffered").filter(isThing);
  const offers = inner.flatMap((one) => (valuesOf(one, "offers").length > 0 ? offersOf(one) : [one]));
  return offers.length === 0 && valuesOf(thing, "price", "lowPrice").length > 0 ? [thing] : offers;
}

function readOffer(offer: Thing, hints: Hints): Offer {
  const specification = valuesOf(offer, "priceSpecification").filter(isThing);
  const struck = specification.find((one) => /ListPrice|StrikethroughPrice|SRP/i.test(textOf(one.priceType) ?? ""));
  const sold = specification.find((one) => one !== struck);
  const source = valuesOf(offer, "price", "lowPrice").length > 0 ? offer : (sold ?? offer);
  const currency = currencyCode(textOf(valuesOf(source, "priceCurrency")[0] ?? valuesOf(offer, "priceCurrency")[0]));
  const price = amountOf(valuesOf(source, "price", "lowPrice", "minPrice")[0], currency, hints);
  const before = struck ? amountOf(struck.price, currency, hints) : null;
  const high = amountOf(valuesOf(source, "highPrice", "maxPrice")[0], currency, hints);
  if (price && before && compareAmounts(before.amount, price.amount) > 0) price.before = before.amount;
  if (price && high && compareAmounts(high.amount, price.amount) > 0) price.upTo = high.amount;
  const isUsed = /Used|Refurbished|Damaged/i.test(textOf(valuesOf(offer, "itemCondition")[0]) ?? "");
  const availability = readAvailability(textOf(valuesOf(offer, "availability")[0]) ?? "");
  // Of several offers only the least price is known of those that are counted.
  const isFrom =
    typesOf(offer).includes("AggregateOffer") && price !== null && price.upTo === undefined && high === null;
  return { price: price && isFrom ? { ...price, from: true } : price, availability, isUsed };
}

/** In data the dot begins the fraction; shops write prices for people all the same. */
function amountOf(value: unknown, currency: string | null, hints: Hints): Price | null {
  const amount = plainAmount(value);
  if (amount !== null) return { amount, currency };
  const read = readPrice(textOf(value) ?? "", hints);
  return read && { ...read, currency: currency ?? read.currency };
}

function leastOf(prices: Price[]): Price | null {
  const [least, ...others] = prices.toSorted((a, b) => compareAmounts(a.amount, b.amount));
  if (least === undefined) return null;
  const most = others.filter(({ currency }) => currency === least.currency).at(-1);
  if (most === undefined || compareAmounts(most.amount, least.amount) === 0) return least;
  return { ...least, upTo: most.upTo ?? most.amount };
}

/** The text of a value, of a thing what it is called. */
export function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return textOf(value[0]);
  return isThing(value) ? textOf(valuesOf(value, "@value", "url", "contentUrl", "name", "value", "@id")[0]) : null;
}
