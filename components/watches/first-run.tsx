"use client";

import { CircleAlert } from "lucide-react";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Skeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import { useWatch } from "@/lib/features/watches/client/watches-provider";
import type { Watch } from "@/lib/features/watches/watch-schemas";
import { failureWords } from "@/lib/features/watches/words";
import { useWatchState } from "./use-watch-state";

/** Stands where listings will be, while the first run of a watch is on its way. */
export function FirstRun({ watch: given }: { watch: Watch }) {
  const watch = useWatch(given);
  const { state, isFirst } = useWatchState(watch);
  if (!isFirst) return <FirstFailed watch={watch} />;
  return (
    <div className="flex flex-col gap-4">
      <Card>
        <output className="flex items-center gap-3 px-5 py-4 text-sm">
          <Spinner className="text-accent" />
          <span>
            <span className="block font-medium">
              {state === "running" ? "Looking for the first time…" : "The first run is on its way…"}
            </span>
            <span className="text-faint">What is found shows here by itself.</span>
          </span>
        </output>
      </Card>
      <Skeleton label="Listings" lines={3} />
    </div>
  );
}

function FirstFailed({ watch: { failure, lastRunAt, status } }: { watch: Watch }) {
  if (failure) {
    return (
      <EmptyState icon={CircleAlert} title="The source could not be read">
        {failureWords(failure)}
      </EmptyState>
    );
  }
  if (lastRunAt !== null) return null;
  return (
    <EmptyState icon={CircleAlert} title="It has not looked yet">
      {status === "stopped" ? "Start the watch, or run it once." : "Its first run comes by its schedule."}
    </EmptyState>
  );
}
