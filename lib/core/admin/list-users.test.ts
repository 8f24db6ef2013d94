import { expect, test } from "vitest";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { listUsers } from "./list-users";

testDatabase();

test("finds members by a part of their name or email, along an index among many", async () => {
  await db().$executeRaw`
    INSERT INTO users (id, username, username_key, display_name, password_hash, email, email_key)
    SELECT gen_random_uuid(), name, name, name, 'none', name || '@example.org', name || '@example.org'
    FROM (SELECT 'm' || md5(n::text)::varchar(20) AS name FROM generate_series(1, 20000) AS n) AS made`;
  await db().$executeRaw`ANALYZE users`;
  const boss = memberCtx(await makeMember({ role: "admin" }));
  const needle = `q${newId().slice(-8)}`;
  const found = await makeMember({ username: `x-${needle}-x` });
  const { items } = await listUsers(boss, { q: needle.toUpperCase() });
  expect(items.map(({ id }) => id)).toEqual([found.id]);
  const part = `%${needle}%`;
  const plan = await db().$queryRaw<{ "QUERY PLAN": string }[]>`
    EXPLAIN SELECT * FROM users
    WHERE username_key LIKE ${part} OR email_key LIKE ${part} OR claimed_email_key LIKE ${part}
    ORDER BY username_key LIMIT 21`;
  const steps = plan.map((row) => row["QUERY PLAN"]).join("\n");
  for (const name of ["username_key", "email_key", "claimed_email_key"]) {
    expect(steps).toContain(`users_${name}_parts_idx`);
  }
});
