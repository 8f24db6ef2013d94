import { expect, test } from "vitest";
import { closeDatabase, db, pool } from "./db";
import { testDatabase } from "./testing/database";

testDatabase();

test("reads times right from a server in another time zone", async () => {
  await pool().query(
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = ''Asia/Tokyo''', current_database()); END $$`,
  );
  await closeDatabase();
  await pool().query(
    `INSERT INTO one_time_tokens (hash, purpose, created_at) VALUES ('a', 'test', '2026-01-01T12:00:00Z')`,
  );
  const token = await db().oneTimeToken.findUniqueOrThrow({ where: { hash: "a" } });
  expect(token.createdAt.toISOString()).toBe("2026-01-01T12:00:00.000Z");
});
