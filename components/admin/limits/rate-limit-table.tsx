"use client";

import { figure } from "@/components/admin/figures";
import { Badge } from "@/components/ui/badge";
import { type Column, Table } from "@/components/ui/table";
import { words } from "@/components/words";
import { quotaWords } from "@/lib/client/rate-limit-words";
import { usePolled } from "@/lib/client/use-polled";
import type { RateLimitState } from "@/lib/core/rate-limits/admin-schemas";
import { EditRateLimit } from "./edit-rate-limit";

/** How often the counters are read, in milliseconds: a fifth of what an admin may ask in a minute. */
const EVERY_MS = 5_000;

type List = { items: RateLimitState[] };

/** Every rate limit with its counters, which follow what happens. */
export function RateLimitTable({ first }: { first: List }) {
  const [{ items }, reread] = usePolled<List>("/admin/rate-limits", first, EVERY_MS);
  return (
    <Table caption="Rate limits" columns={columnsWith(reread)} rows={items} rowKey={({ rateLimit }) => rateLimit} />
  );
}

const columnsWith = (reread: () => Promise<void>): Column<RateLimitState>[] => [
  { name: "Limit", isTitle: true, cell: (state) => <Name state={state} /> },
  { name: "Allows", cell: (state) => <Quota state={state} /> },
  { name: "Passed", numeric: true, cell: ({ counts }) => figure(counts.allowed) },
  { name: "Refused", numeric: true, cell: ({ counts }) => figure(counts.refused) },
  { name: "In shadow", numeric: true, cell: ({ counts }) => figure(counts.shadowed) },
  { name: "Change", isAction: true, cell: (state) => <EditRateLimit state={state} onSaved={reread} /> },
];

function Name({ state: { rateLimit, shadow, counts } }: { state: RateLimitState }) {
  const about = words.limit(rateLimit);
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

function Quota({ state }: { state: RateLimitState }) {
  const { defaults, limit, windowSeconds } = state;
  const isDefault = defaults.limit === limit && defaults.windowSeconds === windowSeconds;
  return (
    <>
      <span className="tabular-nums">{quotaWords(state)}</span>
      {!isDefault && <span className="block text-faint text-xs">by default {quotaWords(defaults)}</span>}
    </>
  );
}
