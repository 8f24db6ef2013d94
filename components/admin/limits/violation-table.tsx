"use client";

import { figure } from "@/components/admin/figures";
import { Badge } from "@/components/ui/badge";
import { MoreButton } from "@/components/ui/more-button";
import { type Column, Table } from "@/components/ui/table";
import { Moment } from "@/components/ui/time";
import { usePages } from "@/components/ui/use-pages";
import { words } from "@/components/words";
import { quotaWords } from "@/lib/client/rate-limit-words";
import type { ViolationView } from "@/lib/core/rate-limits/admin-schemas";
import type { Page } from "@/lib/shared/page";
import { Who } from "./who";

const columns: Column<ViolationView>[] = [
  { name: "Who", isTitle: true, cell: ({ member, key }) => <Who member={member} counted={key} /> },
  {
    name: "Limit",
    cell: ({ rateLimit, shadow }) => (
      <span className="inline-flex flex-wrap items-center gap-x-2">
        {words.limit(rateLimit).name}
        {shadow && <Badge tone="warn">Shadow</Badge>}
      </span>
    ),
  },
  { name: "Why", cell: ({ reason }) => `more than ${reasonWords(reason)}` },
  { name: "IP", cell: ({ ip }) => <span className="break-all">{ip || "–"}</span> },
  { name: "Times", numeric: true, cell: ({ count }) => figure(count) },
  { name: "When", numeric: true, cell: ({ createdAt }) => <Moment at={createdAt} /> },
];

/** What was refused lately, and why. */
export function ViolationTable({ first, path }: { first: Page<ViolationView>; path: string }) {
  const pages = usePages(first, path);
  return (
    <>
      <Table caption="Refused lately" columns={columns} rows={pages.items} rowKey={({ id }) => id} />
      <MoreButton label="Older refusals" {...pages} />
    </>
  );
}

/** The stored reason, such as "20 in 3600 s", as the limit reads elsewhere. */
function reasonWords(reason: string): string {
  const [, limit, seconds] = /^(\d+) in (\d+) s$/.exec(reason) ?? [];
  return limit && seconds ? quotaWords({ limit: Number(limit), windowSeconds: Number(seconds) }) : reason;
}
