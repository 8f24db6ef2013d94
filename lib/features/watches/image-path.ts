import { makeSteadyCipher, type SteadyCipher } from "@/lib/kit/encryption";
import { env } from "@/lib/kit/env";
import { remember } from "@/lib/kit/remember";
import { URL_MAX } from "./watch-schemas";

const FOLDER = "/api/v1/images/";
/** The longest secret there is: a URL of as many bytes, its nonce and its tag, as base64url. */
export const IMAGE_SECRET_MAX = Math.ceil(((URL_MAX + 28) * 4) / 3);

const cipher = (): SteadyCipher => {
  const secret = env().SECRET_KEY;
  if (!secret) throw new Error("SECRET_KEY is not known yet: the start sets it before anything asks.");
  return remember(`image-cipher:${secret}`, () => makeSteadyCipher(secret, "image URLs"));
};

/**
 * The path at which this instance shows the image at `url`, the same each time. Nobody else can make one, so that this is
 * no open proxy. Null for a URL that is too long.
 */
export function imagePath(url: string): string | null {
  const secret = cipher().encrypt(url);
  return secret.length > IMAGE_SECRET_MAX ? null : FOLDER + secret;
}

/** The URL of the image that a path was made for; undefined when this instance did not make it. */
export const imageUrl = (secret: string): string | undefined =>
  secret.length > IMAGE_SECRET_MAX ? undefined : cipher().decrypt(secret);
