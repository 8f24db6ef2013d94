import type { TestProject } from "vitest/node";
import { applyMigrations } from "@/lib/kit/migrate";
import { runOnce, withDatabase } from "@/lib/kit/schema-engine";
import { TEMPLATE } from "./database";
import { startScratchServer } from "./scratch-server";

declare module "vitest" {
  interface ProvidedContext {
    /** The server of this test run. */
    postgresUrl: string;
  }
}

/** One PostgreSQL for the whole run, with a migrated database that every test file gets a copy of. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await startScratchServer();
  await runOnce(server.url, `CREATE DATABASE ${TEMPLATE}`);
  await applyMigrations(withDatabase(server.url, TEMPLATE));
  project.provide("postgresUrl", server.url);
  return server.stop;
}
