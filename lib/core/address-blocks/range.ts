import ipaddr from "ipaddr.js";

export type Range = { base: ipaddr.IPv4 | ipaddr.IPv6; bits: number };

/** The narrowest prefixes that may be blocked, so that a slip does not shut out a continent. */
const WIDEST = { ipv4: 8, ipv6: 16 } as const;

/** Reads an address or a range in CIDR form; undefined when it is neither, or too wide. Mapped IPv4 becomes IPv4. */
export function parseRange(text: string): Range | undefined {
  const [address = "", prefix, ...rest] = text.trim().split("/");
  if (rest.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix)) || !isAddress(address)) return undefined;
  const parsed = ipaddr.parse(address);
  const isMapped = parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress();
  const ip = parsed instanceof ipaddr.IPv6 && isMapped ? parsed.toIPv4Address() : parsed;
  const most = ip.kind() === "ipv4" ? 32 : 128;
  const bits = prefix === undefined ? most : Number(prefix) - (isMapped ? 96 : 0);
  if (bits < WIDEST[ip.kind()] || bits > most) return undefined;
  return { base: networkOf(ip, bits), bits };
}

/** Dotted quads and IPv6 only: ipaddr.js also reads 127.1 and octal numbers, which nobody means. */
const isAddress = (text: string): boolean =>
  ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(":") && !text.includes("%") && ipaddr.IPv6.isValid(text));

const networkOf = (ip: Range["base"], bits: number): Range["base"] =>
  ip instanceof ipaddr.IPv4
    ? ipaddr.IPv4.networkAddressFromCIDR(`${ip.toString()}/${bits}`)
    : ipaddr.IPv6.networkAddressFromCIDR(`${ip.toString()}/${bits}`);

export const formatRange = ({ base, bits }: Range): string => `${base.toString()}/${bits}`;

export const contains = ({ base, bits }: Range, address: string): boolean => {
  if (!isAddress(address)) return false;
  const ip = ipaddr.parse(address);
  return ip.kind() === base.kind() && ip.match(base, bits);
};

/** The whole that one address counts as: IPv4 itself, IPv6 its /64. */
export const rangeOfAddress = (address: string): Range | undefined =>
  parseRange(address.includes(":") ? `${address}/64` : address);
