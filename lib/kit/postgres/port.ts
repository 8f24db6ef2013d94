import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** True when nobody listens on `port` of this machine's loopback address. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen({ port, host: "127.0.0.1", exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * `wanted` when it is free, else a free port below the range systems take for outgoing connections: a restart after a
 * crash must find its port free.
 */
export async function choosePort(wanted: number): Promise<number> {
  if (wanted && (await isPortFree(wanted))) return wanted;
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await isPortFree(port)) return port;
  }
}
