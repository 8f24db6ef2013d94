import { lookup } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** How long the whole exchange may take, in milliseconds. */
const PATIENCE_MS = 10_000;

/** True for an address of the open internet: not private, local, reserved, or a way to one of those. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return ipaddr.process(address).range() === "unicast";
}

const PRIVATE = "leads to a private address";

/** Resolves a name as usual, and fails when any of its addresses is private. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, []);
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublicAddress(address))) return done(new Error(PRIVATE), []);
    return options.all ? done(null, addresses) : done(null, first.address, first.family);
  });
};

type Post = { headers: Record<string, string | number>; body: Buffer; allowPrivate?: boolean };

/**
 * Posts to an address that someone else chose: over https, never to a private address, whatever its name resolves to at
 * that moment, and without following where it leads. Answers the status alone; nothing of the body is kept.
 * `allowPrivate` lifts all this, for tests.
 */
export function postGuarded(address: string, { headers, body, allowPrivate = false }: Post): Promise<number> {
  const url = new URL(address);
  if (!allowPrivate) refuseUnsafe(url);
  const request = url.protocol === "http:" ? requestHttp : requestHttps;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const guard = allowPrivate ? {} : { lookup: publicLookup };
    const sent = request(url, { method: "POST", headers, signal, agent: false, ...guard }, (response) => {
      response.on("error", () => {}).destroy();
      resolve(response.statusCode ?? 0);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** Why an address may not be posted to; undefined when nothing speaks against it before its name is resolved. */
export function unsafety(url: URL): string | undefined {
  if (url.protocol !== "https:") return "must start with https://";
  if (url.username !== "" || url.password !== "") return "must not hold a password";
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return ipaddr.isValid(host) && !isPublicAddress(host) ? PRIVATE : undefined;
}

function refuseUnsafe(url: URL): void {
  const reason = unsafety(url);
  if (reason) throw new Error(`the address ${reason}`);
}

/** Whether a name resolves, and to public addresses alone. */
export const resolvesToPublic = (url: URL): Promise<boolean> =>
  new Promise((resolve) => {
    publicLookup(url.hostname.replace(/^\[(.*)\]$/, "$1"), { all: true }, (error) => resolve(error === null));
  });
