import { REAL_PASSWORDS, type RunningServer, runServer } from "@/server/testing/run-server";
import { PROBED } from "./child";
import { type Probe, probeOf } from "./probe";
import type { World } from "./world";

/** Limits that nobody reaches here: they are counted all the same. */
const RATE_LIMITS = ["api", "general", "pages", "chat", "settings"]
  .map((rateLimit) => `${rateLimit}=1000000/1m`)
  .join(",");

export type Throng = { url: string; probe: Probe; stop: () => Promise<unknown>; server: RunningServer };

/** Starts the built Throng on the world's database. */
export async function startThrong(world: World, env: Record<string, string> = {}): Promise<Throng> {
  const server = await runServer({
    env: {
      ...REAL_PASSWORDS,
      DATABASE_URL: world.url,
      SECRET_KEY: world.secret,
      RATE_LIMITS,
      LOG_LEVEL: "warn",
      NODE_OPTIONS: PROBED,
      ...env,
    },
  });
  return { url: server.url, probe: probeOf(server.pid), stop: () => server.stop(), server };
}
