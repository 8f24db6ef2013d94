import { plainAmount } from "./amounts";
import { readAvailability } from "./availability";
import { currencyCode } from "./currencies";
import { allInside, type Page } from "./dom";
import type { Found } from "./drafts";
import { readPrice } from "./prices";
import type { Hints, Price } from "./types";
import { resolveImage, resolveUrl } from "./urls";

/** What a page says of itself by Open Graph; null when it does not even say its title. */
export function openGraph(page: Page, hints: Hints): Found | null {
  const { $, base, url } = page;
  const said = metaOf(page);
  const at = (...names: string[]): string | null => names.map((name) => said.get(name)).find(Boolean) ?? null;
  const title = at("og:title");
  if (title === null) return null;
  return {
    id: at("product:retailer_item_id", "product:retailer_part_no"),
    title,
    link: resolveUrl(at("og:url"), base) ?? resolveUrl($("link[rel='canonical']").attr("href"), base) ?? url,
    text: at("og:description"),
    image: resolveImage(at("og:image", "og:image:url", "og:image:secure_url", "twitter:image"), base, url),
    price: priceOf(at, hints),
    availability: readAvailability(at("product:availability", "og:availability") ?? ""),
    date: at("article:published_time", "og:published_time"),
  };
}

/** What the first <meta> of each name says. */
function metaOf({ root }: Page): Map<string, string> {
  const said = new Map<string, string>();
  for (const { attribs } of allInside(root, ({ name }) => name === "meta")) {
    for (const name of [attribs.property, attribs.name])
      if (name !== undefined && !said.has(name)) said.set(name, attribs.content?.trim() ?? "");
  }
  return said;
}

function priceOf(at: (...names: string[]) => string | null, hints: Hints): Price | null {
  const currency = currencyCode(at("product:sale_price:currency", "product:price:currency", "og:price:currency"));
  const written = at("product:sale_price:amount", "product:price:amount", "og:price:amount") ?? "";
  const amount = plainAmount(written);
  const price = amount === null ? readPrice(written, hints) : { amount, currency };
  return price && { ...price, currency: currency ?? price.currency };
}
