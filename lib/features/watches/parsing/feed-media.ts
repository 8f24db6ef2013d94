import type { MediaNs } from "feedsmith";
import { plainAmount } from "./amounts";
import { currencyCode } from "./currencies";
import type { Price } from "./types";
import { resolveImage } from "./urls";

type Media = MediaNs.ItemOrFeed;

/** What Media RSS says of an item. */
export function feedMedia(
  media: Media | undefined,
  base: string,
  url: string,
): { image: string | null; text: string; price: Price | null } {
  const groups = media?.groups ?? [];
  const contents = [...(media?.contents ?? []), ...groups.flatMap((group) => group.contents ?? [])];
  const pictures = contents.filter(({ type, medium, url: at }) =>
    type || medium
      ? type?.startsWith("image/") || medium === "image"
      : /\.(?:jpe?g|png|webp|gif|avif)\b/i.test(at ?? ""),
  );
  const thumbnails = [media, ...contents, ...groups].flatMap((one) => one?.thumbnails ?? []);
  const images = [...pictures, ...thumbnails].map((one) => resolveImage(addressOf(one.url), base, url));
  const text = media?.description?.value ?? groups[0]?.description?.value;
  return {
    image: images.find((image) => image !== null) ?? null,
    text: addressOf(text) ?? "",
    price: priceOf(media?.prices?.[0]),
  };
}

function priceOf(price: MediaNs.Price | undefined): Price | null {
  const amount = plainAmount(price?.price);
  return amount === null ? null : { amount, currency: currencyCode(price?.currency) };
}

/** A text of the library's types, which leave open whether it was there. */
const addressOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
