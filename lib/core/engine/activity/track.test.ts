import { expect, test } from "vitest";
import { guestCtx, makeMember, tokenCtx } from "@/lib/core/testing/members";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { flushActivity } from "./buffer";
import { track, trackUse } from "./track";

testDatabase();

test("notes what a guest does as no member's, and what a token does as its member's", async () => {
  const [guest, other] = [guestCtx({ ip: "192.0.2.78" }), guestCtx({ ip: "192.0.2.78" })];
  const ann = await makeMember();
  for (let n = 0; n < 3; n++) trackUse(guest, "quiz", "answered");
  trackUse(other, "quiz", "answered");
  track(guest, { action: "joined", feature: "quiz" });
  trackUse(tokenCtx(ann), "quiz", "answered");
  await flushActivity(true);
  const rows = await db().activity.findMany({
    where: { ip: "192.0.2.78" },
    orderBy: [{ action: "asc" }, { count: "asc" }],
  });
  expect(rows.map(({ userId, action, count }) => [userId, action, count])).toEqual([
    [null, "joined", 1],
    [null, "use", 1],
    [null, "use", 3],
  ]);
  expect(JSON.stringify(rows)).not.toContain(guest.actor.name);
  expect(await db().activity.findMany({ where: { userId: ann.id } })).toMatchObject([{ action: "use", count: 1 }]);
});
