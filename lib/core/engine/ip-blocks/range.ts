import { parseRange, type Range, rangeOfIp } from "@/lib/kit/ip";

/** The narrowest prefixes that may be blocked, so that a slip does not shut out a continent. */
const WIDEST = { ipv4: 8, ipv6: 16 } as const;

/**
 * Reads an IP or a range in CIDR form; undefined when it is neither, or too wide to be blocked. An IP alone
 * means the whole it counts as: of IPv6 that is its /64.
 */
export function parseBlockRange(text: string): Range | undefined {
  const exact = parseRange(text.trim());
  const range = exact && !text.includes("/") ? rangeOfIp(exact.base.toString()) : exact;
  return range && range.bits >= WIDEST[range.base.kind()] ? range : undefined;
}
