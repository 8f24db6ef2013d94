import { DomUtils, parseDocument } from "htmlparser2";
import { compareAmounts } from "./amounts";
import { readAvailability } from "./availability";
import { allInside, childElements } from "./dom";
import type { Found } from "./drafts";
import { namesPrice, readPrice } from "./prices";
import type { Hints, Price } from "./types";
import { resolveImage, resolveUrl } from "./urls";

type Shop = Pick<Found, "price" | "availability" | "image" | "id" | "link">;

/** What feeds of shops say of each item in the elements of Google's base, which the reader of feeds leaves out. */
export function shopData(text: string, url: string, hints: Hints): Shop[] {
  if (!/<g:(?:price|sale_price|availability|image_link|id)[\s>]/i.test(text)) return [];
  const items = allInside(parseDocument(text, { xmlMode: true }), ({ name }) => name === "item" || name === "entry");
  return items.map((item) => {
    const at = (name: string): string => {
      const element = childElements(item).find((child) => child.name === `g:${name}`);
      return element === undefined ? "" : DomUtils.textContent(element).trim();
    };
    return {
      id: at("id") || undefined,
      link: resolveUrl(at("link"), url) ?? undefined,
      image: resolveImage(at("image_link"), url, url) ?? undefined,
      price: withSale(readPrice(at("price"), { ...hints, notation: "point" }), readPrice(at("sale_price"), hints)),
      availability: readAvailability(at("availability")),
    };
  });
}

function withSale(price: Price | null, sale: Price | null): Price | null {
  if (price === null || sale === null) return price ?? sale;
  return compareAmounts(sale.amount, price.amount) < 0 ? { ...sale, before: price.amount } : price;
}

/** The price that stands at the beginning or the end of a title: "Oak bench – 40 €". */
export function priceInTitle(title: string | null | undefined, hints: Hints): Price | null {
  if (!namesPrice(title ?? "")) return null;
  const parts = (title ?? "").split(/\s[-–—|•·:]\s|,\s|[()[\]]\s?/).filter((part) => part.trim() !== "");
  for (const part of new Set([parts.at(-1) ?? "", parts[0] ?? ""])) {
    const price = readPrice(part, hints);
    if (price?.currency && (part.match(/\p{L}/gu)?.length ?? 0) <= 8) return price;
  }
  return null;
}
