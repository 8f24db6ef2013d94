import "@/lib/core/testing/planted";
import { expect, test } from "vitest";
import { exportActivity } from "@/lib/core/activity/export-activity";
import { listActivity } from "@/lib/core/activity/list-activity";
import { listAllActivity } from "@/lib/core/activity/list-all-activity";
import { reportEvent } from "@/lib/core/activity/report-event";
import { row } from "@/lib/core/testing/activity";
import { textOf } from "@/lib/core/testing/file";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { writeActivity } from "./store";

testDatabase();

const DAY = 86_400_000;

test("lists one's own activity page by page, newest first, and others' only to admins", async () => {
  const [ann, bea, boss] = [await makeMember(), await makeMember(), await makeMember({ role: "admin" })];
  const oldest = Date.now() - 30 * DAY;
  const at = (n: number) => new Date(oldest + Math.floor(n / 2) * 1_000);
  await writeActivity(Array.from({ length: 5 }, (_, n) => row(ann.id, at(n), { action: `a${n}` })));
  const seen: string[] = [];
  for (let cursor: string | undefined, more = true; more; ) {
    const page = await listActivity(memberCtx(ann), { userId: "me", limit: 2, cursor });
    seen.push(...page.items.map(({ action }) => action));
    cursor = page.nextCursor ?? undefined;
    more = cursor !== undefined;
  }
  expect(seen.toSorted()).toEqual(["a0", "a1", "a2", "a3", "a4"]);
  expect(seen[0]).toBe("a4");
  expect(await refusalOf(listActivity(memberCtx(bea), { userId: ann.id }))).toBe("not_found");
  expect((await listActivity(memberCtx(boss), { userId: ann.id })).items).toHaveLength(5);
  expect(await refusalOf(reportEvent(memberCtx(boss), { userId: ann.id, feature: "teas" }))).toBe("not_found");
});

test("shows admins what everyone did, narrowed, with who it was, and gives it as a file", async () => {
  const [ann, boss] = [
    await makeMember({ displayName: "=Ann, the first" }),
    memberCtx(await makeMember({ role: "admin" })),
  ];
  const [early, late] = [new Date(Date.now() - 30 * DAY), new Date(Date.now() - 29 * DAY)];
  await writeActivity([
    row(ann.id, early),
    row(ann.id, late, { feature: "tastings", details: { tastings: 'Rivers, "long"' } }),
  ]);
  const span = { userId: ann.id, from: late.toISOString(), to: new Date(late.getTime() + 1).toISOString() };
  const { items } = await listAllActivity(boss, span);
  expect(items.map(({ feature, member }) => [feature, member?.displayName])).toEqual([["tastings", "=Ann, the first"]]);
  const { parts, type } = await exportActivity(boss, { ...span, format: "csv" });
  const text = await textOf(parts);
  const [head, line] = text.split("\r\n");
  expect([type, head]).toEqual(["text/csv; charset=utf-8", "at,member,member_id,action,feature,count,ip,details"]);
  expect(line).toContain('"{""tastings"":""Rivers, \\""long\\""""}"');
  const audited = await db().auditEntry.findFirstOrThrow({ where: { action: "activity.exported" } });
  expect(audited.after).toMatchObject({ ...span, format: "csv" });
  expect(await refusalOf(listAllActivity(memberCtx(ann), {}))).toBe("forbidden");
});

test("shows nothing that is older than 90 days, though its week is still there", async () => {
  const [ann, boss] = [memberCtx(await makeMember()), memberCtx(await makeMember({ role: "admin" }))];
  const at = (days: number) => new Date(Date.now() - days * DAY);
  await writeActivity([row(ann.actor.id, at(90.01), { action: "old" }), row(ann.actor.id, at(89.99))]);
  const actions = ({ items }: { items: { action: string }[] }) => items.map(({ action }) => action);
  expect(actions(await listActivity(ann, { userId: "me" }))).toEqual(["use"]);
  const from = at(95).toISOString();
  expect(actions(await listAllActivity(boss, { userId: ann.actor.id, from }))).toEqual(["use"]);
});

test("exports every row, over all its pages, each once and in order", async () => {
  const [ann, boss] = [await makeMember(), memberCtx(await makeMember({ role: "admin" }))];
  // Several of the same moment lie on both sides of a page's end.
  const newest = Date.now() - 5 * DAY;
  const at = (n: number) => new Date(newest - Math.floor(n / 7) * 1_000);
  const rows = Array.from({ length: 2_500 }, (_, n) => row(ann.id, at(n), { details: { n } }));
  await writeActivity(rows.toReversed());
  const { parts } = await exportActivity(boss, { userId: ann.id, format: "ndjson" });
  const pages: number[] = [];
  const seen: { id: string; at: string }[] = [];
  for await (const part of parts) {
    const lines = String(part).trim().split("\n");
    pages.push(lines.length);
    seen.push(...lines.map((line) => JSON.parse(line) as { id: string; at: string }));
  }
  expect(pages).toEqual([1_000, 1_000, 500]);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(2_500);
  expect(seen.map((one) => one.at)).toEqual(rows.map((one) => one.at.toISOString()));
});
