import { expect, test } from "vitest";
import { closeDatabase, db, hotTransaction, pool, type Query, queryIn } from "./db";
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

const insertToken = (query: Query, hash: string) =>
  query("test.insert", "INSERT INTO one_time_tokens (hash, purpose) VALUES ($1, 'hot') RETURNING hash", [hash]);
const countTokens = () => db().oneTimeToken.count({ where: { purpose: "hot" } });

test("keeps all of a hot transaction, or nothing when it throws, and goes on with the connection", async () => {
  expect(await hotTransaction((query) => insertToken(query, "one"))).toEqual([{ hash: "one" }]);
  for (let round = 0; round < 12; round++) {
    const failing = (hash: string) =>
      hotTransaction(async (query) => {
        await insertToken(query, "two");
        await insertToken(query, hash);
        throw new Error("no");
      });
    await expect(failing("one")).rejects.toMatchObject({ code: "23505" });
    await expect(failing("three")).rejects.toThrow("no");
  }
  expect(await countTokens()).toBe(1);
  expect(pool().idleCount).toBe(pool().totalCount);
});

test("lets statements take part in a transaction of Prisma's", async () => {
  const failing = db().$transaction(async (tx) => {
    await insertToken(queryIn(tx), "three");
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  expect(await countTokens()).toBe(1);
});

test("never plans to read a whole table where an index leads to the row, however small the table is", async () => {
  await pool().query("ANALYZE one_time_tokens");
  const { rows } = await pool().query("EXPLAIN SELECT * FROM one_time_tokens WHERE hash = 'one'");
  expect(JSON.stringify(rows)).toContain("one_time_tokens_pkey");
});
