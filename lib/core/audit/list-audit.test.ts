import { expect, test } from "vitest";
import { listAllActivity } from "@/lib/core/activity/list-all-activity";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { encodeCursor } from "@/lib/shared/page";
import { listAudit } from "./list-audit";

testDatabase();

const boss = async () => memberCtx(await makeMember({ role: "admin" }));

test.each([2_147_483_648, 9e15, 0, -5, 1.5])("refuses a cursor at place %s", async (place) => {
  const ctx = await boss();
  expect(await refusalOf(listAudit(ctx, { cursor: encodeCursor([place]) }))).toBe("invalid_input");
});

test.each([
  ["0000-12-31T23:59:59Z", "invalid_input"],
  ["0001-01-01T00:00:00Z", "ok"],
  ["9999-12-31T23:59:59Z", "ok"],
])("meets the time %s with %s, as a bound and in a cursor", async (time, outcome) => {
  const ctx = await boss();
  for (const list of [listAudit, listAllActivity]) {
    expect(await refusalOf(list(ctx, { from: time }))).toBe(outcome);
    expect(await refusalOf(list(ctx, { to: time }))).toBe(outcome);
  }
  expect(await refusalOf(listAllActivity(ctx, { cursor: encodeCursor([time, newId()]) }))).toBe(outcome);
});
