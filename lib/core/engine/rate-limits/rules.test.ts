import "@/lib/core/testing/planted";
import { expect, test } from "vitest";
import { resetMember } from "@/lib/core/admin/reset-member";
import { makeContext } from "@/lib/core/context";
import { changeRateLimit } from "@/lib/core/rate-limits/change-rate-limit";
import { getRateLimits } from "@/lib/core/rate-limits/get-rate-limits";
import { listOverrides } from "@/lib/core/rate-limits/list-overrides";
import { listRateLimitChanges } from "@/lib/core/rate-limits/list-rate-limit-changes";
import { listRateLimits } from "@/lib/core/rate-limits/list-rate-limits";
import { listOffenders, listViolations } from "@/lib/core/rate-limits/list-violations";
import { removeOverride, setOverride } from "@/lib/core/rate-limits/set-override";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { enforce } from "./enforce";
import { flushViolations } from "./violations";

testDatabase();

const admin = async () => memberCtx(await makeMember({ role: "admin" }));
const quota = (limit: number) => ({ limit, windowSeconds: 3600 });

/** How many of `count` attempts of a member pass. */
async function passing(ctx: ReturnType<typeof memberCtx>, count: number): Promise<number> {
  const outcomes = await Promise.all(
    Array.from({ length: count }, () => refusalOf(enforce(makeContext(ctx.actor, { ip: ctx.ip }), "taste"))),
  );
  return outcomes.filter((one) => one === "ok").length;
}

test("changes a limit at run time and back, keeps what was counted, and remembers who did", async () => {
  const boss = await admin();
  const ann = memberCtx(await makeMember());
  expect(await passing(ann, 10)).toBe(10);
  await changeRateLimit(boss, { rateLimit: "taste", quota: quota(12) });
  expect(await passing(ann, 10)).toBe(2);
  await changeRateLimit(boss, { rateLimit: "taste", quota: null });
  expect(await passing(ann, 20)).toBe(8);
  const { items } = await listRateLimitChanges(boss, { rateLimit: "taste" });
  expect(items.map((item) => [item.quota?.limit ?? null, item.changedBy?.id])).toEqual([
    [null, boss.actor.id],
    [12, boss.actor.id],
  ]);
});

test("gives one member another limit until it expires or is taken away", async () => {
  const boss = await admin();
  const [ann, bea] = [memberCtx(await makeMember()), memberCtx(await makeMember())];
  await setOverride(boss, { userId: ann.actor.id, rateLimit: "taste", limit: 3, windowSeconds: 3600 });
  expect([await passing(ann, 10), await passing(bea, 10)]).toEqual([3, 10]);
  const shown = await getRateLimits(ann, { userId: "me" });
  expect(shown.rateLimits.find(({ rateLimit }) => rateLimit === "taste")).toMatchObject({ limit: 3, remaining: 0 });
  expect((await listOverrides(boss, {})).items.map((item) => item.member.id)).toEqual([ann.actor.id]);
  await removeOverride(boss, { userId: ann.actor.id, rateLimit: "taste" });
  expect(await passing(ann, 20)).toBe(17);
  expect(await refusalOf(removeOverride(boss, { userId: ann.actor.id, rateLimit: "taste" }))).toBe("not_found");
  const expiresAt = new Date(Date.now() - 1000).toISOString();
  await setOverride(boss, { userId: bea.actor.id, rateLimit: "taste", limit: 1, windowSeconds: 3600, expiresAt });
  expect(await passing(bea, 20)).toBe(10);
});

test("gives nobody another limit where IPs are counted", async () => {
  const boss = await admin();
  for (const rateLimit of ["login", "auth", "register", "general"] as string[]) {
    const input = { userId: boss.actor.id, rateLimit, limit: 1000, windowSeconds: 60 };
    const refused: unknown = await setOverride(boss, input as Parameters<typeof setOverride>[1]).catch(
      (error) => error,
    );
    expect(refused).toMatchObject({ code: "invalid_input", extras: { errors: [{ field: "rateLimit" }] } });
  }
});

test("forgets what was counted for a member", async () => {
  const boss = await admin();
  const ann = memberCtx(await makeMember());
  expect(await passing(ann, 25)).toBe(20);
  await resetMember(boss, { userId: ann.actor.id });
  expect(await passing(ann, 25)).toBe(20);
  expect(await refusalOf(resetMember(boss, { userId: newId() }))).toBe("not_found");
});

test("in shadow lets everything pass and counts what it would have refused", async () => {
  const boss = await admin();
  const ann = memberCtx(await makeMember());
  await changeRateLimit(boss, { rateLimit: "taste", quota: quota(5), shadow: true });
  const before = (await listRateLimits(boss, {})).items.find(({ rateLimit }) => rateLimit === "taste");
  expect(await passing(ann, 12)).toBe(12);
  const after = (await listRateLimits(boss, {})).items.find(({ rateLimit }) => rateLimit === "taste");
  expect((after?.counts.shadowed ?? 0) - (before?.counts.shadowed ?? 0)).toBe(7);
  await changeRateLimit(boss, { rateLimit: "taste", quota: null });
});

test("shows recent refusals with their reason, and who is refused most", async () => {
  const boss = await admin();
  const [ann, bea] = [memberCtx(await makeMember()), memberCtx(await makeMember())];
  await passing(ann, 30);
  await passing(bea, 25);
  await flushViolations();
  const { items } = await listViolations(boss, { rateLimit: "taste" });
  const of = (id: string) => items.find((item) => item.member?.id === id);
  expect(of(ann.actor.id)).toMatchObject({ reason: "20 in 3600 s", count: 10, shadow: false });
  expect(of(bea.actor.id)).toMatchObject({ count: 5 });
  const offenders = (await listOffenders(boss, {})).items.map((item) => item.member?.id);
  expect(offenders.indexOf(ann.actor.id)).toBeLessThan(offenders.indexOf(bea.actor.id));
});

test("refuses every administration of limits to members", async () => {
  const ann = memberCtx(await makeMember());
  const attempts = [
    listRateLimits(ann, {}),
    changeRateLimit(ann, { rateLimit: "taste", quota: null }),
    listRateLimitChanges(ann, {}),
    listOverrides(ann, {}),
    setOverride(ann, { userId: ann.actor.id, rateLimit: "taste", limit: 1000, windowSeconds: 60 }),
    removeOverride(ann, { userId: ann.actor.id, rateLimit: "taste" }),
    resetMember(ann, { userId: ann.actor.id }),
    listViolations(ann, {}),
    listOffenders(ann, {}),
  ];
  expect(new Set(await Promise.all(attempts.map(refusalOf)))).toEqual(new Set(["forbidden"]));
});
