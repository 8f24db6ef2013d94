import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { applyMigrations, diffSchema } from "./migrate";
import { runOnce, withDatabase } from "./schema-engine";

const server = inject("postgresUrl");
const name = `test_${randomBytes(6).toString("hex")}`;
const url = withDatabase(server, name);

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "throng-migrations-"));
  await runOnce(server, `CREATE DATABASE ${name}`);
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await runOnce(server, `DROP DATABASE ${name} WITH (FORCE)`);
});

function write(migration: string, sql: string): void {
  mkdirSync(join(folder, migration), { recursive: true });
  writeFileSync(join(folder, migration, "migration.sql"), sql);
}

const tables = async () =>
  (await runOnce(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")).rows.map(
    (row) => row.tablename,
  );

describe("the migrations", () => {
  test("lead to the schema in prisma/schema", async () => {
    expect(await diffSchema(server)).toBe("");
  });

  test("leave a difference when one of them is missing", async () => {
    expect(await diffSchema(server, await newest())).toMatch(/CREATE|ALTER|DROP/);
  });
});

describe("applyMigrations", () => {
  test("applies what is missing, in order, and then nothing", async () => {
    write("1_one", "CREATE TABLE one (n int);");
    expect(await applyMigrations(url, folder)).toEqual(["1_one"]);
    write("2_two", "ALTER TABLE one ADD m int; CREATE TABLE two (n int)");
    write("3_three", "DROP TABLE two");
    expect(await applyMigrations(url, folder)).toEqual(["2_two", "3_three"]);
    expect(await applyMigrations(url, folder)).toEqual([]);
    expect(await tables()).toEqual(["_prisma_migrations", "one"]);
  });

  test("applies each once when several processes start together", async () => {
    write("1_one", "CREATE TABLE one (n int);");
    const applied = await Promise.all([1, 2, 3].map(() => applyMigrations(url, folder)));
    expect(applied.flat()).toEqual(["1_one"]);
  });

  test("takes functions, comments and texts with semicolons as they are", async () => {
    write("1_one", "CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'a;b'; END $$; -- end; of it");
    await applyMigrations(url, folder);
    expect((await runOnce(url, "SELECT f()")).rows).toEqual([{ f: "a;b" }]);
  });

  test("takes a failing migration back whole, names it, and applies it once it is mended", async () => {
    write("1_one", "CREATE TABLE one (n int);");
    write("2_two", "CREATE TABLE two (n int);\nINSERT INTO missing VALUES (1);");
    await expect(applyMigrations(url, folder)).rejects.toThrow(
      'The migration 2_two failed and was taken back: relation "missing" does not exist (line 2).',
    );
    expect(await tables()).toEqual(["_prisma_migrations", "one"]);
    write("2_two", "CREATE TABLE two (n int);");
    expect(await applyMigrations(url, folder)).toEqual(["2_two"]);
    expect(await tables()).toEqual(["_prisma_migrations", "one", "two"]);
  });

  test("does not repeat a migration after which the start died", async () => {
    write(
      "1_one",
      `CREATE TABLE one (n int);
      CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'died'; END $$;
      CREATE TRIGGER die BEFORE UPDATE OF applied_steps_count ON _prisma_migrations EXECUTE FUNCTION die()`,
    );
    await expect(applyMigrations(url, folder)).rejects.toThrow();
    await runOnce(url, "DROP TRIGGER die ON _prisma_migrations");
    expect(await applyMigrations(url, folder)).toEqual([]);
    expect(await tables()).toEqual(["_prisma_migrations", "one"]);
  });

  test("applies the real migrations to an empty database", async () => {
    cpSync("prisma/migrations", folder, { recursive: true });
    expect((await applyMigrations(url, folder)).length).toBeGreaterThan(0);
    expect(await tables()).toContain("users");
  });
});

async function newest(): Promise<string> {
  const names = await applyMigrations(url);
  return names.at(-1) ?? "";
}
