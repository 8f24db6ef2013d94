import ipaddr from "ipaddr.js";

/** What is given to the open internet of IPv6. All else is reserved, local, or a form in which an IPv4 stands. */
const GLOBAL_V6 = ipaddr.IPv6.parse("2000::");
const GLOBAL_V6_BITS = 3;

/**
 * True for an IP of the open internet, in any spelling: not private, local or reserved, and not a way to such an IP, as
 * NAT64, 6to4, Teredo, ISATAP and translated or compatible forms are. A mapped IPv4 counts as that IPv4.
 */
export function isPublicIp(ip: string): boolean {
  if (!ipaddr.isValid(ip)) return false;
  const plain = ipaddr.process(ip);
  if (plain.range() !== "unicast") return false;
  return plain instanceof ipaddr.IPv4 || (plain.match(GLOBAL_V6, GLOBAL_V6_BITS) && !isIsatap(plain));
}

/** RFC 5214: the second half of the IP is 0:5efe or 200:5efe and an IPv4, to which a router of such a network passes. */
const isIsatap = ({ parts }: ipaddr.IPv6): boolean => parts[5] === 0x5efe && (parts[4] === 0 || parts[4] === 0x200);
