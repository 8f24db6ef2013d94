"use client";

import { MousePointerClick } from "lucide-react";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import { FoundRows } from "@/components/watches/found-rows";
import { NoteList } from "@/components/watches/note-list";
import { counted } from "@/components/watches/watch-words";
import type { PickedRows } from "@/lib/features/watches/source-schemas";

type Props = { result?: PickedRows; wrong?: string; pending: boolean; nothing: string };

/** What would be stored as things are picked now. */
export function PickedPanel({ result, wrong, pending, nothing }: Props) {
  return (
    <Card aria-label="What would be stored" className="flex min-h-0 flex-col overflow-hidden">
      <div className="flex h-11 shrink-0 items-center justify-between gap-3 border-line border-b px-4">
        <h3 className="font-semibold text-sm">What would be stored</h3>
        <output className="flex items-center gap-2 text-faint text-sm tabular-nums">
          {pending && <Spinner className="size-4" />}
          {result ? counted(result.count, "row") : ""}
        </output>
      </div>
      <div className="min-h-0 overflow-y-auto">
        {wrong && (
          <Notice tone="danger" className="m-4">
            {wrong}
          </Notice>
        )}
        {result && <NoteList notes={result.notes} className="px-4 pt-3" />}
        {result && result.rows.length > 0 && <FoundRows label="Found rows" rows={result.rows} />}
        {!wrong && !result?.rows.length && (
          <EmptyState icon={MousePointerClick} title={result ? "Nothing was found" : "Nothing yet"} className="py-8">
            {nothing}
          </EmptyState>
        )}
        {result && result.count > result.rows.length && (
          <p className="border-line border-t px-4 py-2.5 text-faint text-xs">
            and {(result.count - result.rows.length).toLocaleString("en")} more
          </p>
        )}
      </div>
    </Card>
  );
}
