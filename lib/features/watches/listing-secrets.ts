import { timingSafeEqual } from "node:crypto";
import { makeSigner } from "@/lib/kit/encryption";
import { env } from "@/lib/kit/env";

const BYTES = 16;
/** The digits of a secret: an id and half an HMAC, as base64url. */
const DIGITS = Math.ceil((2 * BYTES * 4) / 3);

export const FEED_FORMS = ["rss", "atom", "json"] as const;
export type FeedForm = (typeof FEED_FORMS)[number];

/** What proves that this instance gave away the URL of a feed: nothing of it is stored, and it ends with the feed. */
export function feedSecret(feedId: string): string {
  const id = Buffer.from(feedId.replaceAll("-", ""), "hex");
  return Buffer.concat([id, signatureOf(feedId)]).toString("base64url");
}

/** The feed whose secret stands in a URL, and the form that is asked for; undefined for a secret that was not given away. */
export function readFeedSecret(text: string): { feedId: string; form: FeedForm } | undefined {
  const [secret = "", ending = "rss", ...rest] = text.split(".");
  const form = FEED_FORMS.find((one) => one === ending);
  if (!form || rest.length > 0 || secret.length !== DIGITS) return undefined;
  const bytes = Buffer.from(secret, "base64url");
  if (bytes.length !== 2 * BYTES || bytes.toString("base64url") !== secret) return undefined;
  const feedId = uuidOf(bytes.subarray(0, BYTES));
  return timingSafeEqual(bytes.subarray(BYTES), signatureOf(feedId)) ? { feedId, form } : undefined;
}

function signatureOf(id: string): Buffer {
  const secret = env().SECRET_KEY;
  if (!secret) throw new Error("SECRET_KEY is not known yet: the start sets it before anything asks.");
  return Buffer.from(makeSigner(secret, "listing feeds")(id), "hex").subarray(0, BYTES);
}

const uuidOf = (bytes: Buffer): string => bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
