import type { CardFace, CardOffer } from "@/lib/core/cards/registry";
import { CARD_MAX } from "@/lib/core/cards/schemas";
import { getListing } from "./get-listing";
import type { Listing } from "./listing-schemas";
import { priceWords } from "./words";

const AVAILABILITY = { in: "In stock", out: "Sold out" };

/** A listing as a card: a copy of it, since nobody but its owner sees the listing itself. */
export const listingCard: CardOffer = {
  present: async (ctx, listingId) => faceOf(await getListing(ctx, { listingId })),
};

function faceOf(listing: Listing): CardFace {
  const { id, title, text, image, price, currency, availability, priceFrom, lowestPrice } = listing;
  const words = priceWords(price, currency);
  return {
    title: title || listing.watchName,
    text,
    url: `/listings/${id}`,
    image: image !== null && image.length <= CARD_MAX.path ? image : null,
    facts: [
      { label: "Price", value: priceFrom && words ? `from ${words}` : words },
      { label: "Lowest price", value: lowestPrice === price ? "" : priceWords(lowestPrice, currency) },
      { label: "Availability", value: availability ? AVAILABILITY[availability] : "" },
      { label: "Source", value: sourceOf(listing) },
    ],
  };
}

/** The server that it was found on, else what its watch is called. */
const sourceOf = ({ link, watchName }: Listing): string =>
  link !== null && URL.canParse(link) ? new URL(link).hostname.replace(/^www\./, "") : watchName;
