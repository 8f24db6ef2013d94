import { type ActivityRow, findActivity } from "@/lib/core/engine/activity/store";
import { audit } from "@/lib/core/engine/audit/audit";
import { findMembers } from "@/lib/core/members/store";
import { FileAnswer, fileOf } from "@/lib/core/verb/file";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
import { readSpan } from "@/lib/shared/moment";
import { presentMemberActivity } from "./present";
import { ExportActivityInput, type MemberActivity } from "./schemas";

/** Every row that the filter leaves, newest first, as a file. Exporting is audited before it is done. */
export const exportActivity = defineVerb({
  name: "activity.exportAll",
  access: "admin",
  reads: true,
  input: ExportActivityInput,
  output: FileAnswer,
  async run(ctx, { format, from, to, ...filter }) {
    const after = { ...filter, from, to, format };
    const target = { kind: "activity", id: "all" };
    await transact((tx) => audit(tx, ctx, { action: "activity.exported", target, after }));
    // Nothing that comes later: rows that are written meanwhile would stand in no order.
    const asked = { ...filter, ...readSpan({ from, to: to ?? new Date().toISOString() }) };
    return fileOf(
      "activity",
      format,
      (take, last: ActivityRow | undefined) => findActivity(asked, take, last),
      presentActivities,
      columnsOf,
    );
  },
});

async function presentActivities(rows: ActivityRow[]): Promise<MemberActivity[]> {
  const members = await findMembers([...new Set(rows.flatMap(({ userId }) => userId ?? []))]);
  return rows.map((row) => presentMemberActivity(row, members));
}

const columnsOf = ({ member, ...entry }: MemberActivity) => ({
  at: entry.at,
  member: member?.username ?? null,
  member_id: member?.id ?? null,
  action: entry.action,
  feature: entry.feature,
  count: entry.count,
  ip: entry.ip,
  details: JSON.stringify(entry.details),
});
