import { once } from "node:events";
import { connect, isIP, isIPv6, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { checkIp, hostOf, portOf, type Rules } from "./check-url";
import { asFetchError, FetchError } from "./fetch-error";

/** Begins a connection to one of these IPs. */
export type Dial = (ips: readonly string[], port: number) => Socket;

/** How long one of several IPs is tried before the next, in milliseconds. */
const TRY_MS = 1_000;

/** Tries the IPs one after the other. No name is resolved: what was checked is what is connected to. */
export const dial: Dial = (ips, port) => {
  const found = ips.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  const lookup: LookupFunction = (_name, { all }, done) =>
    all ? done(null, found) : done(null, found[0]?.address ?? "", found[0]?.family);
  const [only, ...others] = ips;
  const host = others.length === 0 ? only : "several.invalid";
  return connect({ host, port, lookup, autoSelectFamily: true, autoSelectFamilyAttemptTimeout: TRY_MS });
};

/**
 * Connects to one of the IPs, looks once more at the IP that answers, and only then says anything: over https the name
 * of the URL must stand in a valid certificate. When the signal aborts, the connection is gone.
 * @throws FetchError
 */
export async function connectChecked(
  url: URL,
  ips: readonly string[],
  { rules, dial, signal }: { rules: Rules; dial: Dial; signal: AbortSignal },
): Promise<Socket> {
  const socket = dial(ips, portOf(url));
  // An error without a listener would end the process, also one that comes between two steps.
  socket.on("error", () => {});
  const stop = () => void socket.destroy();
  signal.addEventListener("abort", stop);
  socket.on("close", () => signal.removeEventListener("abort", stop));
  try {
    await once(socket, "connect", { signal }).catch((error: unknown) => {
      throw new FetchError("refused", error);
    });
    if (socket.remoteAddress === undefined) throw new FetchError("refused");
    checkIp(socket.remoteAddress, url, rules);
    return url.protocol === "https:" ? await secured(socket, hostOf(url), signal) : socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function secured(socket: Socket, host: string, signal: AbortSignal): Promise<Socket> {
  const name = isIP(host) ? { host } : { host, servername: host };
  const secure = connectTls({ socket, ...name, ALPNProtocols: ["http/1.1"], rejectUnauthorized: true });
  secure.on("error", () => {});
  try {
    await once(secure, "secureConnect", { signal });
    return secure;
  } catch (error) {
    throw asFetchError(error, "tls");
  }
}
