import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, inject } from "vitest";
import { closeDatabase, useDatabase } from "@/lib/kit/db";
import { runOnce, withDatabase } from "@/lib/kit/schema-engine";

/** The migrated, empty database that test databases are copied from. */
export const TEMPLATE = "template_throng";

/**
 * Gives the test file a migrated database of its own for as long as it runs, behind `db()` and `pool()`. Call it once at
 * the top of the file. The URL is there from the first hook on.
 */
export function testDatabase(): { readonly url: string } {
  const server = inject("postgresUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const url = withDatabase(server, name);
  beforeAll(async () => {
    await runOnce(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    useDatabase(url);
  });
  afterAll(async () => {
    await closeDatabase();
    await runOnce(server, `DROP DATABASE ${name} WITH (FORCE)`);
  });
  return { url };
}
