import { findMembers } from "@/lib/core/accounts/store";
import { audit } from "@/lib/core/audit/audit";
import { FileAnswer, fileOf } from "@/lib/core/http/file";
import { defineVerb } from "@/lib/core/http/verb";
import { db } from "@/lib/kit/db";
import { spanOf } from "./list-all-activity";
import { presentMemberActivity } from "./present";
import { ExportActivityInput, type MemberActivity } from "./schemas";
import { findActivity } from "./store";

/** Rows in one file. Of more, narrow the time. */
const EXPORT_MAX = 10_000;

/** The newest 10,000 rows that the filter leaves, as a file. Exporting is audited. */
export const exportActivity = defineVerb({
  name: "admin.exportActivity",
  access: "admin",
  reads: true,
  input: ExportActivityInput,
  output: FileAnswer,
  async run(ctx, { format, from, to, ...filter }) {
    const rows = await findActivity({ ...filter, ...spanOf({ from, to }) }, EXPORT_MAX);
    const after = { ...filter, from, to, format, rows: rows.length };
    const target = { kind: "activity", id: "all" };
    await db().$transaction((tx) => audit(tx, ctx, { action: "activity.exported", target, after }));
    const members = await findMembers([...new Set(rows.flatMap(({ userId }) => userId ?? []))]);
    const entries = rows.map((row) => presentMemberActivity(row, members));
    return fileOf("activity", format, entries, columnsOf);
  },
});

const columnsOf = ({ member, ...entry }: MemberActivity) => ({
  at: entry.at,
  member: member?.username ?? null,
  member_id: member?.id ?? null,
  action: entry.action,
  feature: entry.feature,
  count: entry.count,
  address: entry.address,
  details: JSON.stringify(entry.details),
});
