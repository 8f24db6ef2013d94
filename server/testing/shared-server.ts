import { afterAll, beforeAll, inject } from "vitest";
import { closeDatabase, useDatabase } from "@/lib/kit/db";
import { env, overrideEnv } from "@/lib/kit/env";
import type { SharedInstance } from "./shared-servers";
import type { Mount } from "./test-server";

export type SharedServer = SharedInstance & {
  /** All it has printed so far, for whichever test file. */
  output: () => Promise<string>;
};

/**
 * The built server with limits that no test reaches by chance, and its database behind `db()`, for the tests around the
 * call. Other test files use both at the same time: for tests that make their own members and look at nothing of others,
 * change nothing for everyone, and do not mind what else the server is doing. All others start a `testServer`.
 */
export function sharedServer(mount: Mount = "direct"): () => SharedServer {
  let server: SharedServer | undefined;
  let before: string | undefined;
  beforeAll(async () => {
    const instance = JSON.parse(await ask(mount)) as SharedInstance;
    server = { ...instance, output: () => ask(`${mount}/output`) };
    before = env().DATABASE_URL;
    await closeDatabase();
    useDatabase(instance.database);
  });
  afterAll(async () => {
    await closeDatabase();
    overrideEnv({ DATABASE_URL: before });
  });
  return () => {
    if (!server) throw new Error("The server is there from the first hook on.");
    return server;
  };
}

async function ask(path: string): Promise<string> {
  const answer = await fetch(`${inject("sharedServers")}/${path}`);
  const said = await answer.text();
  if (!answer.ok) throw new Error(said);
  return said;
}
