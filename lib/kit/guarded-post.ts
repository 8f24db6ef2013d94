import { lookup } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** How long the whole exchange may take, in milliseconds. */
const PATIENCE_MS = 10_000;

/** True for an IP of the open internet: not private, local, reserved, or a way to one of those. */
export function isPublicIp(ip: string): boolean {
  if (!ipaddr.isValid(ip)) return false;
  return ipaddr.process(ip).range() === "unicast";
}

const PRIVATE = "leads to a private address";

/** Resolves a name as usual, and fails when any of its IPs is private. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, []);
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublicIp(address))) return done(new Error(PRIVATE), []);
    return options.all ? done(null, addresses) : done(null, first.address, first.family);
  });
};

type Post = { headers: Record<string, string | number>; body: Buffer; allowPrivate?: boolean };

/**
 * Posts to a URL that someone else chose: over https, never to a private IP, whatever its name resolves to at
 * that moment, and without following where it leads. Answers the status alone; nothing of the body is kept.
 * `allowPrivate` lifts all this, for tests.
 */
export function postGuarded(url: string, { headers, body, allowPrivate = false }: Post): Promise<number> {
  const target = new URL(url);
  if (!allowPrivate) refuseUnsafe(target);
  const request = target.protocol === "http:" ? requestHttp : requestHttps;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const guard = allowPrivate ? {} : { lookup: publicLookup };
    const sent = request(target, { method: "POST", headers, signal, agent: false, ...guard }, (response) => {
      response.on("error", () => {}).destroy();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Why a URL may not be posted to; undefined when nothing speaks against it before its name is resolved. */
export function unsafety(url: URL): string | undefined {
  if (url.protocol !== "https:") return "must start with https://";
  if (url.username !== "" || url.password !== "") return "must not hold a password";
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return ipaddr.isValid(host) && !isPublicIp(host) ? PRIVATE : undefined;
}

function refuseUnsafe(url: URL): void {
  const reason = unsafety(url);
  if (reason) throw new Error(`the URL ${reason}`);
}

/** Whether a name resolves, and to public IPs alone. */
export const resolvesToPublic = (url: URL): Promise<boolean> =>
  new Promise((resolve) => {
    publicLookup(url.hostname.replace(/^\[(.*)\]$/, "$1"), { all: true }, (error) => resolve(error === null));
  });
