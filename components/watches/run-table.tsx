"use client";

import { History } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreButton } from "@/components/ui/more-button";
import { type Column, Table } from "@/components/ui/table";
import { Moment } from "@/components/ui/time";
import { usePages } from "@/components/ui/use-pages";
import { useWatches } from "@/lib/features/watches/client/watches-provider";
import type { WatchRun } from "@/lib/features/watches/watch-schemas";
import { failureWords } from "@/lib/features/watches/words";
import type { Page } from "@/lib/shared/page";
import { NoteList } from "./note-list";

const figure = (count: number) => (count === 0 ? <span className="text-faint">0</span> : count.toLocaleString("en"));

const columns: Column<WatchRun>[] = [
  { name: "When", isTitle: true, cell: ({ startedAt }) => <Moment at={startedAt} /> },
  { name: "Outcome", cell: (run) => <Outcome run={run} /> },
  { name: "Found", numeric: true, cell: ({ found }) => figure(found) },
  { name: "New", numeric: true, cell: (run) => figure(run.new) },
  { name: "Changed", numeric: true, cell: ({ changed }) => figure(changed) },
  { name: "Gone", numeric: true, cell: ({ gone }) => figure(gone) },
  { name: "Took", numeric: true, cell: ({ tookMs }) => tookWords(tookMs) },
  { name: "HTTP", numeric: true, cell: ({ status }) => status ?? "–" },
];

const tookWords = (ms: number): string => (ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`);

/** What the runs of a watch brought, newest first, live. */
export function RunTable({ watchId, first }: { watchId: string; first: Page<WatchRun> }) {
  const pages = usePages(first, `/watches/${watchId}/runs?limit=20`);
  const runs = useLiveRuns(watchId, pages.items);
  if (runs.length === 0) {
    return (
      <EmptyState icon={History} title="No run yet">
        Each time the source is looked at stands here, for some weeks.
      </EmptyState>
    );
  }
  return (
    <Card className="overflow-hidden">
      <Table caption="Runs" columns={columns} rows={runs} rowKey={({ id }) => id} />
      <MoreButton label="Older runs" {...pages} />
    </Card>
  );
}

/** The runs of the page, and before them those that ended since. */
function useLiveRuns(watchId: string, known: readonly WatchRun[]): WatchRun[] {
  const last = useWatches().lastRuns[watchId];
  const [heard, setHeard] = useState<readonly WatchRun[]>([]);
  const lastId = useRef(last?.id);
  useEffect(() => {
    if (!last || lastId.current === last.id) return;
    lastId.current = last.id;
    setHeard((now) => [last, ...now]);
  }, [last]);
  const ids = new Set(known.map(({ id }) => id));
  return [...heard.filter(({ id }) => !ids.has(id)), ...known];
}

const outcomes = {
  ok: <Badge tone="accent">Read</Badge>,
  unchanged: <Badge>Not changed</Badge>,
  failed: <Badge tone="warn">Failed</Badge>,
};

function Outcome({ run: { outcome, failure, notes } }: { run: WatchRun }) {
  return (
    <div className="flex flex-col items-start gap-1 @max-2xl:items-end">
      {outcomes[outcome]}
      {failure && <p className="text-soft text-xs">{failureWords(failure)}</p>}
      <NoteList notes={notes} />
    </div>
  );
}
