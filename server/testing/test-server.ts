import { afterAll, beforeAll } from "vitest";
import { type RunningServer, runServer } from "./run-server";
import { WIDE_LIMITS } from "./wide-limits";

/**
 * Runs the built server for as long as the tests around the call; `env` is asked once they begin. Usually it names a
 * `testDatabase()`: that starts faster than a PostgreSQL of its own.
 */
export function testServer(env: () => Record<string, string>): () => RunningServer {
  let server: RunningServer | undefined;
  beforeAll(async () => {
    server = await runServer({ env: { LOG_LEVEL: "info", RATE_LIMITS: WIDE_LIMITS, ...env() } });
  });
  afterAll(async () => {
    await server?.stop();
  });
  return () => {
    if (!server) throw new Error("The server is there from the first hook on.");
    return server;
  };
}

/** Both ways to serve the API: one suite passes on each. */
export const MOUNTS = ["direct", "next"] as const;
export type Mount = (typeof MOUNTS)[number];
