import { parseRange, type Range, rangeOfAddress } from "@/lib/kit/address";

/** The narrowest prefixes that may be blocked, so that a slip does not shut out a continent. */
const WIDEST = { ipv4: 8, ipv6: 16 } as const;

/**
 * Reads an address or a range in CIDR form; undefined when it is neither, or too wide to be blocked. An address alone
 * means the whole it counts as: of IPv6 that is its /64.
 */
export function parseBlockRange(text: string): Range | undefined {
  const exact = parseRange(text.trim());
  const range = exact && !text.includes("/") ? rangeOfAddress(exact.base.toString()) : exact;
  return range && range.bits >= WIDEST[range.base.kind()] ? range : undefined;
}
