import { expect, test } from "vitest";
import { readSettings } from "@/lib/core/settings/read-settings";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { clearCache } from "./clear-cache";
import { getCache } from "./get-cache";

testDatabase();

test("clears a namespace, also one this process has not used yet, with an entry in the audit log", async () => {
  const boss = memberCtx(await makeMember({ role: "admin" }));
  expect((await getCache(boss, {})).items.map(({ name }) => name)).toContain("settings");
  expect(await refusalOf(clearCache(boss, { namespace: "settings" }))).toBe("ok");
  await readSettings(boss.actor.id);
  await clearCache(boss, { namespace: "settings" });
  expect((await getCache(boss, {})).items.find(({ name }) => name === "settings")).toMatchObject({
    size: 0,
    misses: 1,
  });
  const cleared = await db().auditEntry.findMany({ where: { action: "cache.cleared" }, select: { targetId: true } });
  expect(cleared).toEqual([{ targetId: "settings" }, { targetId: "settings" }]);
});

test("knows no other namespace, and nobody but admins", async () => {
  const boss = memberCtx(await makeMember({ role: "admin" }));
  expect(await refusalOf(clearCache(boss, { namespace: "nonsense" }))).toBe("not_found");
  expect(await refusalOf(clearCache(memberCtx(await makeMember()), {}))).toBe("forbidden");
});
