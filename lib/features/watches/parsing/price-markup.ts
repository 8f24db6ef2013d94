import type { Element } from "domhandler";
import { compareAmounts, plainAmount } from "./amounts";
import { currencyCode } from "./currencies";
import { allInside, firstInside, lineOf, type Page, rawText } from "./dom";
import { readPrice } from "./prices";
import { cleanLine } from "./text";
import type { Hints, Price } from "./types";

/** Names of classes by which shops mark what a thing cost before; "line-through" is how it looks. */
const WAS_CLASS =
  /(?:^|[\s_-])(?:line-through|(?:old|was|list|regular|original|previous|former|before|strike[dn]?|striked|crossed|msrp|rrp|uvp)(?:[_-]?price)?|price[_-]*(?:old|was|before|original|regular|strike|list|crossed|uvp|rrp)|compare(?:-at)?(?:-price)?|alter-preis|streichpreis)(?=$|[\s_-])/i;

/** Whether an element shows what a thing cost before. */
export const isWas = ({ name, attribs }: Element): boolean =>
  name === "del" || name === "s" || name === "strike" || WAS_CLASS.test(attribs.class ?? "");

/**
 * The price that an element shows: what is struck out is what it cost before, and what is inserted is the price. Its
 * `text` is what `priceText` gives.
 */
export function priceOf(page: Page, element: Element, hints: Hints, text = priceText(element)): Price | null {
  const exact = exactPrice(page, element);
  if (exact) return exact;
  const now = readPrice(text, hints);
  if (now === null) return readPrice(cleanLine(rawText(element), 1_000), hints);
  const was = allInside(element, isWas)
    .map((one) => readPrice(cleanLine(rawText(one), 1_000), hints))
    .find((price) => price !== null);
  const isMore = was && compareAmounts(was.amount, now.amount) > 0 && now.before === undefined;
  return isMore ? { ...now, before: was.amount, currency: now.currency ?? was.currency } : now;
}

/** The text of an element that its price is read from: without what it cost before. */
export const priceText = (element: Element): string =>
  cleanLine(rawText(element, { skip: isWas, before: markCents }), 1_000);

/** Shops set cents small, and leave out the mark before them: <b>12</b><sup>99</sup> €. */
function markCents(element: Element, text: string): string {
  const isSmall = element.name === "sup" || /cent|decimal|fraction/i.test(element.attribs.class ?? "");
  return isSmall && /\d$/.test(text) && /^\d{2}$/.test(lineOf(element)) ? "." : "";
}

const isExact = ({ attribs }: Element): boolean => attribs.itemprop === "price";

/** What the markup itself says for machines: <meta itemprop="price" content="12.50">, <data value="12.50">. */
function exactPrice({ $ }: Page, element: Element): Price | null {
  const exact = isExact(element) ? element : firstInside(element, isExact);
  if (exact === null) return null;
  const $price = $(exact);
  const amount = plainAmount($price.attr("content") ?? $price.attr("value"));
  if (amount === null) return null;
  const $scope = $price.closest("[itemscope]");
  const $currency = $(element)
    .find("[itemprop='priceCurrency']")
    .add($scope.find("[itemprop='priceCurrency']"))
    .first();
  const currency = currencyCode($currency.attr("content") ?? $currency.text());
  return { amount, currency: currency ?? readPrice(priceText(element))?.currency ?? null };
}
