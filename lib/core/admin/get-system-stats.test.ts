import { expect, test } from "vitest";
import { systemAnalytics } from "@/lib/core/analytics/get-analytics";
import { rollUp } from "@/lib/core/analytics/roll-up";
import { anonymous, makeContext, systemContext } from "@/lib/core/context";
import { writeMinutes } from "@/lib/core/engine/activity/store";
import { listOnline } from "@/lib/core/realtime/list-online";
import { connectionsOf, noteConnections, onlineIds, startPresence } from "@/lib/core/realtime/presence";
import { beginSession, makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { getSystemStats, statisticsPoint } from "./get-system-stats";

testDatabase();

const DAY = 86_400_000;

test("counts accounts, living sessions and what the features count", async () => {
  const [ann] = await makeMembers(4);
  const ids = [];
  for (let n = 0; n < 3; n++) ids.push(await beginSession(ann));
  await db().session.update({ where: { id: ids[0] }, data: { endedAt: new Date() } });
  await db().session.update({ where: { id: ids[1] }, data: { expiresAt: new Date(0) } });
  statisticsPoint.install([{ teapots: async () => 7 }]);
  const stats = await getSystemStats(systemContext("test"), {});
  expect(stats).toMatchObject({ users: { total: 4 }, sessions: 1, features: { teapots: 7 } });
});

test("counts active members as the analytics do: who did something, and not who left a page open", async () => {
  const [today, lastWeek, lastMonth, idle] = await makeMembers(4);
  await writeMinutes(
    [today, lastWeek, lastMonth].map(({ id: userId }, n) => ({ userId, at: new Date(Date.now() - n * 6 * DAY) })),
  );
  await db().user.update({ where: { id: idle.id }, data: { lastSeenAt: new Date() } });
  await rollUp();
  const { users } = await getSystemStats(systemContext("test"), {});
  const { today: analysed } = await systemAnalytics({ days: 7, now: new Date() });
  expect(users.active).toEqual({ day: 1, week: 2, month: 3 });
  expect({ active: users.active.day, week: 2, month: 3, stickiness: users.stickiness }).toEqual(analysed);
});

test("counts everyone who is connected as online, and shows nobody who hides it", async () => {
  const [ann, bea] = await makeMembers(2);
  const stop = startPresence();
  noteConnections(ann.id, 2);
  noteConnections(bea.id, 1, false);
  expect((await getSystemStats(systemContext("test"), {})).users.online).toBe(2);
  expect([...onlineIds()]).toEqual([ann.id]);
  expect([connectionsOf(ann.id), connectionsOf(bea.id)]).toEqual([2, 1]);
  const { items, total } = await listOnline(memberCtx(bea), {});
  expect([items.map(({ id }) => id), total]).toEqual([[ann.id], 1]);
  stop();
});

test("is for admins and the system", async () => {
  const [ann, boss] = [await makeMember(), await makeMember({ role: "admin" })];
  expect(await refusalOf(getSystemStats(makeContext(anonymous), {}))).toBe("unauthenticated");
  expect(await refusalOf(getSystemStats(memberCtx(ann), {}))).toBe("forbidden");
  expect(await refusalOf(getSystemStats(memberCtx(boss), {}))).toBe("ok");
});
