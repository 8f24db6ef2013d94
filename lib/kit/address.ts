import ipaddr from "ipaddr.js";
import { LRUCache } from "lru-cache";
import { EnvironmentError, env } from "./env";
import { remember } from "./remember";

type IP = ipaddr.IPv4 | ipaddr.IPv6;
/** Tells whether forwarded-for headers of this address are believed. */
export type TrustedProxies = (address: string) => boolean;

type Known = { ip: IP; text: string; key: string };

/** The longest spelling of an address, with brackets, zone and port. */
const LENGTH_MAX = 80;
const seen = new LRUCache<string, Known | false>({ max: 5_000 });

/**
 * The normal spelling of an address: IPv4 dotted, also for ::ffff:1.2.3.4; IPv6 short and lower case, without zone.
 * Brackets and a port, as proxies write them, are dropped. Undefined for anything else.
 */
export const normalAddress = (text: string): string | undefined => know(text)?.text;

/** What limits and blocks count an address by: IPv4 itself, IPv6 by its /64. Anything else stands for itself. */
export const addressKey = (address: string): string => know(address)?.key ?? address;

/**
 * The address of the client behind a connection from `remote`: the forwarded-for header is walked from the right, only
 * through trusted proxies. A spelling that is no address ends the walk at the proxy that sent it.
 */
export function clientAddress(
  remote: string,
  forwardedFor: string | null,
  trusted: TrustedProxies = trustedProxies(),
): string {
  let address = normalAddress(remote) ?? "unknown";
  let rest = forwardedFor ?? "";
  while (rest !== "" && trusted(address)) {
    const comma = rest.lastIndexOf(",");
    const next = normalAddress(rest.slice(comma + 1).trim());
    if (next === undefined) break;
    address = next;
    rest = rest.slice(0, Math.max(0, comma));
  }
  return address;
}

/** The proxies of TRUSTED_PROXIES. */
export const trustedProxies = (): TrustedProxies =>
  remember("trusted-proxies", () => parseTrustedProxies(env().TRUSTED_PROXIES));

/**
 * Reads addresses and ranges such as 10.0.0.0/8 or fd00::/8.
 * @throws EnvironmentError naming the wrong entry
 */
export function parseTrustedProxies(entries: readonly string[]): TrustedProxies {
  const ranges = entries.map(parseRange);
  if (ranges.length === 0) return () => false;
  return (address) => {
    const ip = know(address)?.ip;
    return ip !== undefined && ranges.some(([base, bits]) => base.kind() === ip.kind() && ip.match(base, bits));
  };
}

function parseRange(entry: string): [IP, number] {
  const [address = "", bits, ...rest] = entry.split("/");
  const ip = parseIP(address);
  const isMapped = ip?.kind() === "ipv4" && address.includes(":");
  const most = ip?.kind() === "ipv4" ? 32 : 128;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) - (isMapped ? 96 : 0) : -1;
  if (!ip || rest.length > 0 || length < 0 || length > most) {
    throw new EnvironmentError(`TRUSTED_PROXIES may hold addresses and ranges such as 10.0.0.0/8, not "${entry}".`);
  }
  return [ip, length];
}

function know(text: string): Known | undefined {
  if (text.length > LENGTH_MAX) return undefined;
  let known = seen.get(text);
  if (known === undefined) {
    const ip = parseIP(withoutPort(text));
    known = ip ? { ip, text: ip.toString(), key: keyOf(ip) } : false;
    seen.set(text, known);
  }
  return known || undefined;
}

function parseIP(text: string): IP | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!text.includes(":")) return undefined;
  const plain = text.split("%", 1)[0] ?? "";
  if (!ipaddr.IPv6.isValid(plain)) return undefined;
  const ip = ipaddr.IPv6.parse(plain);
  return ip.isIPv4MappedAddress() ? ip.toIPv4Address() : ip;
}

function withoutPort(text: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(text);
  if (bracketed) return bracketed[1] ?? "";
  return /^[\d.]+:\d{1,5}$/.test(text) ? text.slice(0, text.indexOf(":")) : text;
}

function keyOf(ip: IP): string {
  if (ip.kind() === "ipv4") return ip.toString();
  const network = [...ip.toByteArray().slice(0, 8), 0, 0, 0, 0, 0, 0, 0, 0];
  return `${ipaddr.fromByteArray(network).toString()}/64`;
}
