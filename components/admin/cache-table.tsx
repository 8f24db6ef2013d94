import { type Column, Table } from "@/components/ui/table";
import type { SystemStats } from "@/lib/core/admin/schemas";
import { figure, share } from "./figures";

export type Cache = SystemStats["cache"][number];

const columns: Column<Cache>[] = [
  { name: "Namespace", isTitle: true, cell: ({ name }) => <span className="font-medium">{name}</span> },
  { name: "Hit rate", numeric: true, cell: ({ hits, misses }) => share(hits, misses) },
  { name: "Hits", numeric: true, cell: ({ hits }) => figure(hits) },
  { name: "Misses", numeric: true, cell: ({ misses }) => figure(misses) },
  { name: "Entries", numeric: true, cell: ({ size, max }) => `${figure(size)} of ${figure(max)}` },
  { name: "Evicted", numeric: true, cell: ({ evictions }) => figure(evictions) },
  { name: "Kept for", numeric: true, cell: ({ ttlMs }) => `${Math.round(ttlMs / 1000)} s` },
];

type Props = { caches: Cache[]; actions?: Column<Cache> };

/** How well each cache serves. */
export function CacheTable({ caches, actions }: Props) {
  return (
    <Table
      caption="Cache by namespace"
      columns={actions ? [...columns, actions] : columns}
      rows={caches}
      rowKey={({ name }) => name}
    />
  );
}
