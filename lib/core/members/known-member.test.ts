import { expect, test } from "vitest";
import { listActivity } from "@/lib/core/activity/list-activity";
import { getMemberStats } from "@/lib/core/analytics/get-member-stats";
import { listDeliveryRecords } from "@/lib/core/notifications/delivery/deliveries";
import { getRateLimits } from "@/lib/core/rate-limits/get-rate-limits";
import { endOtherSessions } from "@/lib/core/sessions/end-other-sessions";
import { listSessions } from "@/lib/core/sessions/list-sessions";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";

testDatabase();

const VERBS = { getRateLimits, listSessions, endOtherSessions, listActivity, getMemberStats, listDeliveryRecords };

test.each(Object.entries(VERBS))("%s tells admins that there is no such member", async (_name, verb) => {
  const boss = memberCtx(await makeMember({ role: "admin" }));
  const { id } = await makeMember();
  expect(await refusalOf(verb(boss, { userId: id }))).toBe("ok");
  expect(await refusalOf(verb(boss, { userId: newId() }))).toBe("not_found");
  expect(await refusalOf(verb(memberCtx(await makeMember()), { userId: id }))).toBe("not_found");
});
