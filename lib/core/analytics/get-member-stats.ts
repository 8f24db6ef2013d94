import { knownMemberId } from "@/lib/core/members/known-member";
import { readSettings } from "@/lib/core/settings/read-settings";
import { defineVerb } from "@/lib/core/verb/verb";
import { memberStats } from "./member-stats";
import { MemberStats, MemberStatsInput } from "./schemas";

/** What a member's last weeks looked like, rolled up every five minutes. Errors: not_found. */
export const getMemberStats = defineVerb({
  name: "analytics.getMemberStats",
  access: "member",
  reads: true,
  input: MemberStatsInput,
  output: MemberStats,
  async run(ctx, { userId, days, timeZone }) {
    const id = await knownMemberId(ctx, userId);
    const chosen = (await readSettings(id)).timeZone;
    return memberStats(id, { days, timeZone: chosen ?? timeZone ?? "UTC", now: new Date() });
  },
});
