import { z } from "zod";
import { FileAnswer } from "@/lib/core/verb/file";
import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { IMAGE_SECRET_MAX, imageUrl } from "./image-path";
import { type Image, loadImage } from "./listing-images";

/** An image that a source shows, fetched by this instance, for whoever knows its path. Errors: not_found, unavailable. */
export const readListingImage = defineVerb({
  name: "listings.readListingImage",
  access: "anyone",
  reads: true,
  input: z.strictObject({ image: z.string().max(IMAGE_SECRET_MAX) }),
  output: FileAnswer,
  async run(_ctx, { image }) {
    const url = imageUrl(image) ?? fail("not_found");
    return answerOf((await loadImage(url)) ?? fail("not_found", "There is no image any more."));
  },
});

/** The bytes are a stranger's: whatever a browser takes them for, nothing in them runs. */
const answerOf = ({ type, body, tag }: Image): FileAnswer => ({
  name: `image.${type.slice("image/".length)}`,
  type,
  inline: true,
  headers: {
    "cache-control": "private, max-age=86400",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    etag: `"${tag}"`,
  },
  parts: partsOf(body),
});

async function* partsOf(body: Buffer): AsyncGenerator<Buffer> {
  yield body;
}
