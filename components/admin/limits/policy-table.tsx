"use client";

import { figure } from "@/components/admin/figures";
import { Badge } from "@/components/ui/badge";
import { type Column, Table } from "@/components/ui/table";
import { words } from "@/components/words";
import { quotaWords } from "@/lib/client/policy-words";
import { usePolled } from "@/lib/client/use-polled";
import type { PolicyState } from "@/lib/core/rate-limits/admin-schemas";
import { EditPolicy } from "./edit-policy";

/** How often the counters are read, in milliseconds: a fifth of what an admin may ask in a minute. */
const EVERY_MS = 5_000;

type List = { items: PolicyState[] };

/** Every policy with its counters, which follow what happens. */
export function PolicyTable({ first }: { first: List }) {
  const [{ items }, reread] = usePolled<List>("/admin/rate-limits", first, EVERY_MS);
  return <Table caption="Rate limits" columns={columnsWith(reread)} rows={items} rowKey={({ policy }) => policy} />;
}

const columnsWith = (reread: () => Promise<void>): Column<PolicyState>[] => [
  { name: "Limit", isTitle: true, cell: (state) => <Name state={state} /> },
  { name: "Allows", cell: (state) => <Quota state={state} /> },
  { name: "Passed", numeric: true, cell: ({ counts }) => figure(counts.allowed) },
  { name: "Refused", numeric: true, cell: ({ counts }) => figure(counts.refused) },
  { name: "In shadow", numeric: true, cell: ({ counts }) => figure(counts.shadowed) },
  { name: "Change", isAction: true, cell: (state) => <EditPolicy state={state} onSaved={reread} /> },
];

function Name({ state: { policy, shadow, counts } }: { state: PolicyState }) {
  const about = words.limit(policy);
  const withoutStore = counts.local + counts.open;
  return (
    <>
      <span className="flex flex-wrap items-center gap-2 font-medium">
        {about.name}
        {shadow && <Badge tone="warn">Shadow</Badge>}
      </span>
      <span className="block text-faint text-xs">{about.counts}</span>
      {withoutStore > 0 && (
        <span className="block text-warn-ink text-xs">{figure(withoutStore)} decided while the store was away</span>
      )}
    </>
  );
}

function Quota({ state }: { state: PolicyState }) {
  const { byDefault, limit, windowSeconds } = state;
  const isDefault = byDefault.limit === limit && byDefault.windowSeconds === windowSeconds;
  return (
    <>
      <span className="tabular-nums">{quotaWords(state)}</span>
      {!isDefault && <span className="block text-faint text-xs">by default {quotaWords(byDefault)}</span>}
    </>
  );
}
