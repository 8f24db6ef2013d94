import type { Declaration } from "@/lib/core/http/route";
import { hashToken } from "@/lib/kit/encryption";
import { imageUrl } from "./image-path";
import { IMAGE_TYPES } from "./image-type";
import { FEED_TYPES } from "./listing-feed-form";
import { readFeedSecret } from "./listing-secrets";
import { readListingFeed } from "./read-listing-feed";
import { readListingImage } from "./read-listing-image";

/** Digits of a hash that tell images apart where they are counted. */
const KEY_DIGITS = 32;

/** The URL of a feed bears its secret: requests count by the feed. */
export const feedRoute: Declaration = {
  verb: readListingFeed,
  file: Object.values(FEED_TYPES).map((type) => type.replace(/;.*/, "")),
  secret: { rateLimit: "feeds", read: ({ secret = "" }) => readFeedSecret(secret)?.feedId },
};

/** As with feeds: requests count by the image. */
export const imageRoute: Declaration = {
  verb: readListingImage,
  file: IMAGE_TYPES,
  secret: {
    rateLimit: "images",
    read: ({ image = "" }) => {
      const url = imageUrl(image);
      return url === undefined ? undefined : hashToken(url).slice(0, KEY_DIGITS);
    },
  },
};
