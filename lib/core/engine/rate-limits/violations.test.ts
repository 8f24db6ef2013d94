import { afterEach, expect, test, vi } from "vitest";
import { anonymous, makeContext } from "@/lib/core/context";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { enforce } from "./enforce";
import * as store from "./violation-store";
import { flushViolations, noteViolation } from "./violations";

testDatabase();
afterEach(() => vi.restoreAllMocks());

const note = (key: string) =>
  noteViolation({ rateLimit: "login", key, userId: null, ip: "192.0.2.1", reason: "5 in 300 s", shadow: false });
const stored = (keys: string[]) =>
  db().rateViolation.findMany({
    where: { key: { in: keys } },
    orderBy: { key: "asc" },
    select: { key: true, count: true },
  });

test("stores a key of any length, cut", async () => {
  const key = newId() + "صلى الله عليه وسلم".repeat(200);
  note(key);
  await flushViolations();
  expect(await stored([key.slice(0, 320)])).toEqual([{ key: key.slice(0, 320), count: 1 }]);
});

test("leaves out only what no database can hold", async () => {
  const good = [`a${newId()}`, `b${newId()}`];
  note(good[0] ?? "");
  note(`${newId()}\0`);
  note(good[1] ?? "");
  await flushViolations();
  expect(await stored(good)).toEqual(good.map((key) => ({ key, count: 1 })));
  const write = vi.spyOn(store, "insertViolations");
  await flushViolations();
  expect(write).not.toHaveBeenCalled();
});

test("keeps everything while the database is away, and adds what comes meanwhile", async () => {
  const key = newId();
  note(key);
  note(key);
  const away = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  vi.spyOn(store, "insertViolations").mockRejectedValueOnce(away);
  await flushViolations();
  expect(await stored([key])).toEqual([]);
  note(key);
  await flushViolations();
  expect(await stored([key])).toEqual([{ key, count: 3 }]);
});

test("keeps nothing of the names that were tried", async () => {
  const name = `my-secret-password-${newId()}`;
  const from = makeContext(anonymous, { ip: "192.0.2.77" });
  const warn = vi.fn();
  Object.defineProperty(from, "log", { value: { warn } });
  const attempt = () => refusalOf(enforce(from, "login", name));
  for (let n = 0; n < 5; n++) expect(await attempt()).toBe("ok");
  expect(await attempt()).toBe("rate_limited");
  await flushViolations();
  const rows = await db().rateViolation.findMany({ where: { ip: "192.0.2.77" } });
  expect(rows).toHaveLength(1);
  expect(warn).toHaveBeenCalledOnce();
  expect(JSON.stringify([rows, warn.mock.calls])).not.toContain(name);
});
