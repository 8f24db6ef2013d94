import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { MigrationList, SchemaContainer } from "@prisma/schema-engine-wasm";
import pg from "pg";
import { type RunScript, withSchemaEngine } from "./schema-engine";
import { StartError, systemCode } from "./start-error";

/** Where the schema and its migrations are, seen from the folder the program is started in. */
const MIGRATIONS = "prisma/migrations";
const SCHEMA = "prisma/schema";

/** Any number, the same in every process: who holds this advisory lock migrates. */
const LOCK = 7_240_618;
const FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Applies the migrations of `folder` that the database at `url` lacks and returns their names. Each is applied whole or
 * not at all, together with its entry in the bookkeeping table. Concurrent calls wait for each other.
 * @throws StartError naming the migration that failed and why
 */
export async function applyMigrations(url: string, folder: string = MIGRATIONS): Promise<string[]> {
  const list = readMigrations(folder);
  const guard = new pg.Client({ connectionString: url, application_name: "throng-migrate" });
  guard.on("error", () => undefined);
  await guard.connect();
  try {
    await guard.query("SELECT pg_advisory_lock($1)", [LOCK]);
    const applied = await appliedMigrations(guard);
    if (list.migrationDirectories.every(({ path }) => applied.has(path))) return [];
    return await applyWith(url, list);
  } finally {
    await guard.end();
  }
}

/**
 * The SQL that leads from the migrations in `prisma/migrations` to the schema in `prisma/schema`; empty when they agree.
 * The server at `url` is lent for a scratch database. A migration named in `without` is left out.
 */
export async function diffSchema(url: string, without?: string): Promise<string> {
  const list = readMigrations(MIGRATIONS);
  const migrationDirectories = list.migrationDirectories.filter(({ path }) => path !== without);
  const { stdout } = await withSchemaEngine(url, (engine) =>
    engine.diff({
      from: { tag: "migrations", ...list, migrationDirectories },
      to: { tag: "schemaDatamodel", files: readSchema(SCHEMA) },
      script: true,
      exitCode: null,
      filters: FILTERS,
    }),
  );
  const script = stdout?.trim() ?? "";
  return script === "-- This is an empty migration." ? "" : `${script}\n`;
}

/** Names of finished migrations. What began and never finished left nothing behind, so it is free to run again. */
async function appliedMigrations(client: pg.Client): Promise<Set<string>> {
  const table = await client.query<{ found: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`);
  if (!table.rows[0]?.found) return new Set();
  await client.query(
    `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL`,
  );
  const rows = await client.query<{ migration_name: string }>(
    `SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  return new Set(rows.rows.map((row) => row.migration_name));
}

async function applyWith(url: string, list: MigrationList): Promise<string[]> {
  const names = new Map(
    list.migrationDirectories.map(({ path, migrationFile }) => [migrationFile.content.value, path]),
  );
  let failure: StartError | undefined;
  const runScript: RunScript = async (pool, script) => {
    const name = names.get(script);
    try {
      await pool.query(name ? `${script}\n;${FINISHED}` : script);
    } catch (error) {
      failure = new StartError(
        `The migration ${name ?? "table"} failed and was taken back: ${describe(error, script)}.`,
      );
      throw error;
    }
  };
  try {
    const apply = { migrationsList: list, filters: FILTERS };
    return (await withSchemaEngine(url, (engine) => engine.applyMigrations(apply), runScript)).appliedMigrationNames;
  } catch (error) {
    throw failure ?? error;
  }
}

/** Statements sent together are one transaction, so this entry is true exactly when the migration took place. */
const FINISHED = `UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL`;

function describe(error: unknown, script: string): string {
  if (!(error instanceof pg.DatabaseError)) return String(error);
  const line = error.position ? ` (line ${script.slice(0, Number(error.position)).split("\n").length})` : "";
  return `${error.message}${error.detail ? `, ${error.detail}` : ""}${line}`;
}

function readMigrations(folder: string): MigrationList {
  const baseDir = resolve(folder);
  const names = readdirSync(baseDir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  return {
    baseDir,
    lockfile: { path: "migration_lock.toml", content: readIfThere(join(baseDir, "migration_lock.toml")) },
    shadowDbInitScript: "",
    migrationDirectories: names.sort().map((path) => ({
      path,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok", value: readFileSync(join(baseDir, path, "migration.sql"), "utf8") },
      },
    })),
  };
}

function readSchema(folder: string): SchemaContainer[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".prisma"));
  return names.sort().map((name) => ({ path: join(folder, name), content: readFileSync(join(folder, name), "utf8") }));
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (systemCode(error) === "ENOENT") return null;
    throw error;
  }
}
