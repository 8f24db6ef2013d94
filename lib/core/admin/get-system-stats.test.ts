import { expect, test } from "vitest";
import { anonymous, makeContext, systemContext } from "@/lib/core/http/context";
import { keepPresence, noteConnections, onlineIds } from "@/lib/core/realtime/presence";
import { beginSession, makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { getSystemStats, offerStatistics } from "./get-system-stats";

testDatabase();

const DAY = 86_400_000;

test("counts accounts, who was active, living sessions and what the features count", async () => {
  const [today, lastWeek, lastMonth] = await makeMembers(3);
  await makeMember();
  const seen = [
    [today, 0.5],
    [lastWeek, 3],
    [lastMonth, 20],
  ] as const;
  for (const [{ id }, days] of seen) {
    await db().user.update({ where: { id }, data: { lastSeenAt: new Date(Date.now() - days * DAY) } });
  }
  const ids = [];
  for (let n = 0; n < 3; n++) ids.push(await beginSession(today));
  await db().session.update({ where: { id: ids[0] }, data: { endedAt: new Date() } });
  await db().session.update({ where: { id: ids[1] }, data: { expiresAt: new Date(0) } });
  offerStatistics([{ name: "teapots", statistics: { teapots: async () => 7 } }, { name: "quiet" }]);
  const stats = await getSystemStats(systemContext("test"), {});
  expect(stats).toMatchObject({
    users: { total: 4, active: { day: 1, week: 2, month: 3 } },
    sessions: 1,
    features: { teapots: 7 },
  });
});

test("counts members as active from the moment they sign in or are online", async () => {
  const before = (await getSystemStats(systemContext("test"), {})).users.active.day;
  const [ann, bea] = await makeMembers(2);
  await beginSession(ann);
  const stop = keepPresence();
  noteConnections(bea.id, 1);
  await expect.poll(() => onlineIds().has(bea.id)).toBe(true);
  const { users } = await getSystemStats(systemContext("test"), {});
  expect(users.active).toMatchObject({ day: before + 2 });
  expect(users.stickiness).toBeGreaterThan(0);
  stop();
});

test("is for admins and the system", async () => {
  const [ann, boss] = [await makeMember(), await makeMember({ role: "admin" })];
  expect(await refusalOf(getSystemStats(makeContext(anonymous), {}))).toBe("unauthenticated");
  expect(await refusalOf(getSystemStats(memberCtx(ann), {}))).toBe("forbidden");
  expect(await refusalOf(getSystemStats(memberCtx(boss), {}))).toBe("ok");
});
