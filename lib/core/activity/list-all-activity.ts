import { findActivity } from "@/lib/core/engine/activity/store";
import { findMembers } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { readSpan } from "@/lib/shared/moment";
import { toPage } from "@/lib/shared/page";
import { placeOf, readPlace } from "./list-activity";
import { presentMemberActivity } from "./present";
import { ListAllActivityInput, MemberActivityPage } from "./schemas";

/** What everyone did in the last 90 days, newest first, narrowed by member, feature, action and time. */
export const listAllActivity = defineVerb({
  name: "activity.listAll",
  access: "admin",
  reads: true,
  input: ListAllActivityInput,
  output: MemberActivityPage,
  async run(_ctx, { limit, cursor, from, to, ...filter }) {
    const rows = await findActivity({ ...filter, ...readSpan({ from, to }) }, limit + 1, readPlace(cursor));
    const shown = rows.slice(0, limit).flatMap(({ userId }) => userId ?? []);
    const members = await findMembers([...new Set(shown)]);
    return toPage(rows, limit, placeOf, (row) => presentMemberActivity(row, members));
  },
});
