import { makeSigner } from "@/lib/kit/encryption";
import { env } from "@/lib/kit/env";

/** Digits of a signature that tell one SECRET_KEY from another; the rest proves that whoever signed knew it. */
const KEY_DIGITS = 12;

/** What a signature says: made with this SECRET_KEY, none at all, made with another one, or made by nobody who knew one. */
export type SignatureCheck = "ours" | "none" | "foreign" | "false";

export type Signer = {
  sign: (text: string) => string;
  check: (signature: string | null, text: string) => SignatureCheck;
};

/** Signs with SECRET_KEY; undefined where none is known. */
export function signer(): Signer | undefined {
  const secret = env().SECRET_KEY;
  if (secret === undefined) return undefined;
  const hmac = makeSigner(secret, "audit chain");
  const key = hmac("key").slice(0, KEY_DIGITS);
  const sign = (text: string): string => key + hmac(text);
  const check = (given: string | null, text: string): SignatureCheck => {
    if (given === null) return "none";
    if (given.slice(0, KEY_DIGITS) !== key) return "foreign";
    return given === sign(text) ? "ours" : "false";
  };
  return { sign, check };
}

/** What the signature of an entry, and that of the head, vouch for. */
export const entryText = (hash: string): string => `entry ${hash}`;
export const headText = ({ position, hash }: { position: number; hash: string }): string => `head ${position} ${hash}`;
