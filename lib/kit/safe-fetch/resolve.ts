import { Resolver } from "node:dns/promises";
import { isIP } from "node:net";
import { checkIp, hostOf, ipOrName, type Rules } from "./check-url";
import { FetchError } from "./fetch-error";

/** Finds the IPs of a name, none when there are none. It stops when the signal says so. */
export type Resolve = (name: string, signal: AbortSignal) => Promise<string[]>;

/** A silent name server is asked twice, for so many milliseconds and then for longer. */
const PATIENCE_MS = 1_500;
const TRIES = 2;
/** How many IPs of a name are tried. */
const IPS_MAX = 8;

/**
 * Asks the name servers of this machine, or those given as ip:port, each time anew. Unlike the lookup of the system this
 * holds no thread that passwords and files wait for, and can be stopped.
 */
export function resolveBy(servers?: readonly string[]): Resolve {
  return async (name, signal) => {
    const resolver = new Resolver({ timeout: PATIENCE_MS, tries: TRIES });
    if (servers) resolver.setServers(servers);
    const stop = () => resolver.cancel();
    signal.addEventListener("abort", stop);
    try {
      const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
      return answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
    } finally {
      signal.removeEventListener("abort", stop);
    }
  };
}

/**
 * The IPs that a URL leads to at this moment. One that may not be asked spoils all: whoever owns a name that leads inside
 * as well chooses which one is reached.
 * @throws FetchError
 */
export async function resolveChecked(url: URL, rules: Rules, resolve: Resolve, signal: AbortSignal): Promise<string[]> {
  const host = ipOrName(hostOf(url));
  const ips = isIP(host) ? [host] : await resolve(host, signal);
  signal.throwIfAborted();
  if (ips.length === 0) throw new FetchError("unresolved");
  for (const ip of ips) checkIp(ip, url, rules);
  return ips.slice(0, IPS_MAX);
}
