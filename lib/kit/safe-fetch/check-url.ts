import { isIP } from "node:net";
import type { FetchAllow } from "./fetch-allow";
import { FetchError, type FetchReason } from "./fetch-error";
import { isPublicIp } from "./public-ip";

/** What may be asked: `httpsOnly` refuses plain http, except to what FETCH_ALLOW names. */
export type Rules = { allow: FetchAllow; httpsOnly: boolean };

const DEFAULT_PORTS: Record<string, number> = { "http:": 80, "https:": 443 };

/** The port that a URL is asked at. */
export const portOf = (url: URL): number => (url.port === "" ? (DEFAULT_PORTS[url.protocol] ?? 0) : Number(url.port));

/** The host of a URL as DNS and TLS know it: an IPv6 without brackets, a name without the dot at its end. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.+$/, "");

/** RFC 6761: localhost and what lies below it is this machine, and never asked of a name server. */
export const ipOrName = (host: string): string =>
  host === "localhost" || host.endsWith(".localhost") ? "127.0.0.1" : host;

/**
 * Reads a URL and checks all that it shows before its name is resolved. The parser of the platform spells every way of
 * writing an IPv4 (0x7f.1, 2130706433, full-width digits) as four numbers, so that an IP is seen as one.
 * @throws FetchError
 */
export function readUrl(text: string, rules: Rules, base?: URL): URL {
  if (!URL.canParse(text, base?.href)) throw new FetchError("url");
  const url = new URL(text, base?.href);
  if (DEFAULT_PORTS[url.protocol] === undefined) throw new FetchError("scheme");
  if (url.username !== "" || url.password !== "") throw new FetchError("credentials");
  const host = ipOrName(hostOf(url));
  if (isIP(host)) checkIp(host, url, rules);
  else if (!rules.allow.mayName(portOf(url))) refuse(wayFault(url, rules));
  return url;
}

/**
 * Checks an IP that a URL leads to: it must be public, and asked in the usual way, unless FETCH_ALLOW names it.
 * @throws FetchError
 */
export function checkIp(ip: string, url: URL, rules: Rules): void {
  if (rules.allow.names(ip, portOf(url))) return;
  refuse(isPublicIp(ip) ? wayFault(url, rules) : isInsecure(url, rules) ? "insecure" : "private");
}

/** What speaks against the scheme and the port, wherever the URL leads. */
const wayFault = (url: URL, rules: Rules): FetchReason | undefined =>
  isInsecure(url, rules) ? "insecure" : portOf(url) === DEFAULT_PORTS[url.protocol] ? undefined : "port";

const isInsecure = (url: URL, { httpsOnly }: Rules): boolean => httpsOnly && url.protocol !== "https:";

function refuse(reason: FetchReason | undefined): void {
  if (reason) throw new FetchError(reason);
}
