import { Card } from "@/components/ui/card";
import { type Column, Table } from "@/components/ui/table";
import type { SystemStats } from "@/lib/core/admin/schemas";
import { figure, share } from "./figures";

type Cache = SystemStats["cache"][number];

const columns: Column<Cache>[] = [
  { name: "Namespace", cell: ({ name }) => name },
  { name: "Hit rate", numeric: true, cell: ({ hits, misses }) => share(hits, misses) },
  { name: "Hits", numeric: true, cell: ({ hits }) => figure(hits) },
  { name: "Misses", numeric: true, cell: ({ misses }) => figure(misses) },
  { name: "Entries", numeric: true, cell: ({ size, max }) => `${figure(size)} of ${figure(max)}` },
  { name: "Evicted", numeric: true, cell: ({ evictions }) => figure(evictions) },
  { name: "Kept for", numeric: true, cell: ({ ttlMs }) => `${Math.round(ttlMs / 1000)} s` },
];

/** How well each cache serves. */
export function CacheTable({ caches }: { caches: Cache[] }) {
  return (
    <Card className="overflow-hidden">
      <h2 className="px-5 pt-4 pb-1 font-semibold text-sm">Cache</h2>
      <Table caption="Cache by namespace" columns={columns} rows={caches} rowKey={({ name }) => name} />
    </Card>
  );
}
