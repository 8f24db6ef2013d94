"use client";

import { figure } from "@/components/admin/figures";
import { Link } from "@/components/ui/link";
import { MoreButton } from "@/components/ui/more-button";
import { type Column, Table } from "@/components/ui/table";
import { Moment } from "@/components/ui/time";
import { usePages } from "@/components/ui/use-pages";
import { words } from "@/components/words";
import { detailWords } from "@/lib/client/activity-words";
import type { MemberActivity } from "@/lib/core/activity/schemas";
import type { Page } from "@/lib/shared/page";

const columns: Column<MemberActivity>[] = [
  { name: "Who", isTitle: true, cell: ({ member }) => <Doer member={member} /> },
  { name: "What", cell: (entry) => <span className="@2xl:whitespace-nowrap">{words.action(entry)}</span> },
  { name: "Details", cell: ({ details }) => detailWords(details) || "–" },
  { name: "From", cell: ({ ip }) => <span className="@2xl:whitespace-nowrap">{ip || "–"}</span> },
  { name: "Times", numeric: true, cell: ({ count }) => figure(count) },
  { name: "When", numeric: true, cell: ({ at }) => <Moment at={at} /> },
];

/** Leads to what this member did. */
function Doer({ member }: Pick<MemberActivity, "member">) {
  if (!member) return <span className="text-faint">A anonymousAt</span>;
  return (
    <Link
      href={`/admin/activity?userId=${member.id}`}
      className="wrap-anywhere font-medium underline-offset-2 hover:underline"
    >
      {member.displayName}
    </Link>
  );
}

/** What everyone did, newest first. */
export function ActivityTable({ first, path }: { first: Page<MemberActivity>; path: string }) {
  const pages = usePages(first, path);
  return (
    <>
      <Table caption="Activity" columns={columns} rows={pages.items} rowKey={({ id }) => id} />
      <MoreButton label="Earlier activity" {...pages} />
    </>
  );
}
