import { env } from "@/lib/kit/env";
import { stamper } from "@/lib/kit/seal";

/** Digits of a seal that tell one SECRET_KEY from another; the rest proves that whoever sealed knew it. */
const KEY_DIGITS = 12;

/** What a seal says: made with this SECRET_KEY, none at all, made with another one, or made by nobody who knew one. */
export type Judgement = "ours" | "none" | "foreign" | "false";

export type Sealer = {
  seal: (text: string) => string;
  judge: (seal: string | null, text: string) => Judgement;
};

/** Seals with SECRET_KEY; undefined where none is known. */
export function sealer(): Sealer | undefined {
  const secret = env().SECRET_KEY;
  if (secret === undefined) return undefined;
  const stamp = stamper(secret, "audit chain");
  const key = stamp("key").slice(0, KEY_DIGITS);
  const seal = (text: string): string => key + stamp(text);
  const judge = (given: string | null, text: string): Judgement => {
    if (given === null) return "none";
    if (given.slice(0, KEY_DIGITS) !== key) return "foreign";
    return given === seal(text) ? "ours" : "false";
  };
  return { seal, judge };
}

/** What the seal of an entry, and that of the head, vouch for. */
export const entryText = (hash: string): string => `entry ${hash}`;
export const headText = ({ position, hash }: { position: number; hash: string }): string => `head ${position} ${hash}`;
