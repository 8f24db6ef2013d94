import { parseRange, type Range } from "@/lib/kit/address";

/** The narrowest prefixes that may be blocked, so that a slip does not shut out a continent. */
const WIDEST = { ipv4: 8, ipv6: 16 } as const;

/** Reads an address or a range in CIDR form; undefined when it is neither, or too wide to be blocked. */
export function parseBlockRange(text: string): Range | undefined {
  const range = parseRange(text.trim());
  return range && range.bits >= WIDEST[range.base.kind()] ? range : undefined;
}
