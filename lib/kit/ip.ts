import ipaddr from "ipaddr.js";
import { LRUCache } from "lru-cache";
import { EnvironmentError, env } from "./env";
import { remember } from "./remember";

type IP = ipaddr.IPv4 | ipaddr.IPv6;
/** Tells whether forwarded-for headers of this IP are believed. */
export type TrustedProxies = (ip: string) => boolean;

type Known = { ip: IP; text: string; key: string };

/** The longest spelling of an IP, with brackets, zone and port. */
const LENGTH_MAX = 80;
const seen = new LRUCache<string, Known | false>({ max: 5_000 });

/**
 * The normal spelling of an IP: IPv4 dotted, also for ::ffff:1.2.3.4; IPv6 short and lower case, without zone.
 * Brackets and a port, as proxies write them, are dropped. Undefined for anything else.
 */
export const normalIp = (text: string): string | undefined => know(text)?.text;

/** What limits and blocks count an IP by: IPv4 itself, IPv6 by its /64. Anything else stands for itself. */
export const ipKey = (given: string): string => know(given)?.key ?? given;

/**
 * The IP of the client behind a connection from `remote`: the forwarded-for header is walked from the right, only
 * through trusted proxies. A spelling that is no IP ends the walk at the proxy that sent it.
 */
export function clientIp(
  remote: string,
  forwardedFor: string | null,
  trusted: TrustedProxies = trustedProxies(),
): string {
  let ip = normalIp(remote) ?? "unknown";
  let rest = forwardedFor ?? "";
  while (rest !== "" && trusted(ip)) {
    const comma = rest.lastIndexOf(",");
    const next = normalIp(rest.slice(comma + 1).trim());
    if (next === undefined) break;
    ip = next;
    rest = rest.slice(0, Math.max(0, comma));
  }
  return ip;
}

/** The proxies of TRUSTED_PROXIES. */
export const trustedProxies = (): TrustedProxies =>
  remember("trusted-proxies", () => parseTrustedProxies(env().TRUSTED_PROXIES));

/**
 * Reads IPs and ranges such as 10.0.0.0/8 or fd00::/8.
 * @throws EnvironmentError naming the wrong entry
 */
export function parseTrustedProxies(entries: readonly string[]): TrustedProxies {
  const ranges = new RangeMap<true>();
  for (const entry of entries) {
    const range = parseRange(entry);
    if (!range) {
      throw new EnvironmentError(`TRUSTED_PROXIES may hold IPs and ranges such as 10.0.0.0/8, not "${entry}".`);
    }
    ranges.add(range, true);
  }
  return (ip) => ranges.of(ip).length > 0;
}

/** IPs that begin with the same `bits` as `base`. */
export type Range = { base: IP; bits: number };

/** Reads an IP or a range in CIDR form; undefined when it is neither. Mapped IPv4 becomes IPv4. */
export function parseRange(text: string): Range | undefined {
  const [given = "", length, ...rest] = text.split("/");
  const ip = given.includes("%") ? undefined : parseIP(given);
  if (!ip || rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const isMapped = ip.kind() === "ipv4" && given.includes(":");
  const most = ip.kind() === "ipv4" ? 32 : 128;
  const bits = length === undefined ? most : Number(length) - (isMapped ? 96 : 0);
  return bits < 0 || bits > most ? undefined : { base: networkOf(ip, bits), bits };
}

/** The one spelling of a range, such as 203.0.113.0/24. */
export const formatRange = ({ base, bits }: Range): string => `${base.toString()}/${bits}`;

/** Whether `given`, however it is written, lies in the range. */
export function contains({ base, bits }: Range, given: string): boolean {
  const ip = know(given)?.ip;
  return ip !== undefined && ip.kind() === base.kind() && ip.match(base, bits);
}

/** The whole that one IP counts as (see `ipKey`), as a range. */
export const rangeOfIp = (given: string): Range | undefined => parseRange(ipKey(given));

/** Values by range. What an IP meets is looked up once a length of range, however many ranges there are. */
export class RangeMap<T> {
  private readonly lengths = new Map<string, { bits: number; values: Map<string, T[]> }>();

  get isEmpty(): boolean {
    return this.lengths.size === 0;
  }

  add(range: Range, value: T): void {
    const { base, bits } = range;
    const name = `${base.kind()}/${bits}`;
    const length = this.lengths.get(name) ?? { bits, values: new Map<string, T[]>() };
    this.lengths.set(name, length);
    const network = prefixOf(base, bits);
    const known = length.values.get(network);
    if (known) known.push(value);
    else length.values.set(network, [value]);
  }

  /** The values of every range that holds `given`. */
  of(given: string): T[] {
    const ip = this.isEmpty ? undefined : know(given)?.ip;
    if (!ip) return [];
    const found: T[] = [];
    for (const [name, { bits, values }] of this.lengths) {
      if (name.startsWith(ip.kind())) found.push(...(values.get(prefixOf(ip, bits)) ?? []));
    }
    return found;
  }
}

const networkOf = (ip: IP, bits: number): IP =>
  ip instanceof ipaddr.IPv4
    ? ipaddr.IPv4.networkAddressFromCIDR(`${ip.toString()}/${bits}`)
    : ipaddr.IPv6.networkAddressFromCIDR(`${ip.toString()}/${bits}`);

/** The first `bits` of an IP, as text that only serves as a key. */
function prefixOf(ip: IP, bits: number): string {
  const whole = bits >> 3;
  const bytes = ip.toByteArray().slice(0, whole + 1);
  if (bytes.length > whole) bytes[whole] = (bytes[whole] ?? 0) & (0xff00 >> (bits & 7));
  return bytes.join(".");
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
