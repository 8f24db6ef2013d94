import type { TestProject } from "vitest/node";
import { closeDatabase, useDatabase } from "@/lib/kit/db";
import { prepareJobs } from "@/lib/kit/jobs";
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
  const template = withDatabase(server.url, TEMPLATE);
  await applyMigrations(template);
  useDatabase(template);
  await prepareJobs();
  await closeDatabase();
  project.provide("postgresUrl", server.url);
  return server.stop;
}
