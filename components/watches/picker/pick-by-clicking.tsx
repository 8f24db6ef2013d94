"use client";

import { useEffect, useState } from "react";
import { Notice } from "@/components/ui/notice";
import { Spinner } from "@/components/ui/spinner";
import { api } from "@/lib/client/api";
import { asRefusal } from "@/lib/client/refusal";
import type { FoundRow, PageOutline as Outline, PickedRows } from "@/lib/features/watches/source-schemas";
import { PageOutline } from "./page-outline";
import { PickToolbar } from "./pick-toolbar";
import { PickedPanel } from "./picked-panel";
import { usePicks } from "./use-picks";

type Props = { snapshotId: string; onPicked: (result: PickedRows | null) => void };

const NOTHING_FOUND: readonly FoundRow[] = [];

/** The page, to click its rows and their fields, and beside it at once what would be stored. */
export function PickByClicking({ snapshotId, onPicked }: Props) {
  const { outline, wrong } = useOutline(snapshotId);
  const clicks = usePicks({ snapshotId, onPicked });
  if (wrong) return <Notice tone="danger">{wrong}</Notice>;
  if (!outline) {
    return (
      <output className="flex items-center gap-2.5 py-10 text-soft text-sm">
        <Spinner />
        The page is being drawn…
      </output>
    );
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-3">
        <PickToolbar {...clicks} count={clicks.result?.count} />
        <PageOutline
          outline={outline}
          picks={clicks.picks}
          found={clicks.result?.rows ?? NOTHING_FOUND}
          onPick={clicks.pick}
        />
        <p className="text-faint text-xs">
          Drawn by Throng from what the page says, without its style and its programs; links lead nowhere.
          {outline.cut && " The page is longer than what is shown."} With the keyboard: arrow keys walk, Enter picks.
        </p>
      </div>
      <div className="lg:sticky lg:top-4 lg:max-h-[min(80dvh,56rem)] lg:self-start lg:overflow-y-auto">
        <PickedPanel {...clicks} nothing="Click a row of the page, and it stands here as it would be stored." />
      </div>
    </div>
  );
}

function useOutline(snapshotId: string): { outline?: Outline; wrong?: string } {
  const [read, setRead] = useState<{ outline?: Outline; wrong?: string }>({});
  useEffect(() => {
    let isOld = false;
    api<Outline>("GET", `/watches/snapshots/${snapshotId}/outline`).then(
      (outline) => !isOld && setRead({ outline }),
      (error: unknown) => !isOld && setRead({ wrong: asRefusal(error).message }),
    );
    return () => {
      isOld = true;
    };
  }, [snapshotId]);
  return read;
}
