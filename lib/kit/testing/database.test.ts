import { expect, test } from "vitest";
import { db, pool } from "@/lib/kit/db";
import { testDatabase } from "./database";

testDatabase();

test("gives the file a migrated database of its own", async () => {
  const { rows } = await pool().query<{ name: string }>("SELECT current_database() AS name");
  expect(rows[0]?.name).toMatch(/^test_[0-9a-f]{12}$/);
  expect(await db().user.count()).toBe(0);
});
