"use client";

import { Pause, Play, RotateCw } from "lucide-react";
import { Sparkline } from "@/components/charts/sparkline";
import { CountBadge } from "@/components/ui/badge";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { Ago, Until } from "@/components/ui/time";
import { useWatches } from "@/lib/features/watches/client/watches-provider";
import type { Watch } from "@/lib/features/watches/watch-schemas";
import { failureWords } from "@/lib/features/watches/words";
import { StateBadge } from "./state-badge";
import { useWatchActions } from "./use-watch-actions";
import { useWatchState } from "./use-watch-state";
import { counted, haltedWords, resultWords, type State, scheduleWords } from "./watch-words";

/** A line of the list of watches. The whole line leads there; what can be done stands at its end. */
export function WatchRow({ watch }: { watch: Watch }) {
  const { id, name, host, findsByDay } = watch;
  const { state } = useWatchState(watch);
  const unseen = useWatches().unseen[id]?.length ?? 0;
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-3.5 transition-colors hover:bg-hover/60 sm:grid-cols-[minmax(0,1fr)_7rem_auto] sm:px-5">
      <div className="min-w-0">
        <p className="flex items-center gap-x-2 gap-y-1 max-sm:flex-wrap">
          <Link
            href={`/watches/${id}`}
            dir="auto"
            className="min-w-0 truncate rounded-sm font-medium after:absolute after:inset-0"
          >
            {name}
          </Link>
          <StateBadge state={state} />
          <CountBadge count={unseen} of="not looked at" />
        </p>
        <p className="text-faint text-sm sm:truncate">
          {host} · {scheduleWords(watch.schedule)}
          <Next watch={watch} state={state} />
        </p>
        <LastResult watch={watch} state={state} />
      </div>
      <Finds findsByDay={findsByDay} />
      <Actions watch={watch} state={state} />
    </li>
  );
}

type PartProps = { watch: Watch; state: State };

function Next({ watch: { nextRunAt }, state }: PartProps) {
  if (!nextRunAt || state === "running" || state === "due") return null;
  return (
    <>
      {" "}
      · next <Until at={nextRunAt} className="whitespace-nowrap" />
    </>
  );
}

function LastResult({ watch, state }: PartProps) {
  const run = useWatches().lastRuns[watch.id];
  const { failure, stopReason, lastRunAt, lastFindAt, listingCount } = watch;
  if (state === "halted") return <p className="text-danger-ink text-sm">{haltedWords(stopReason ?? "")}</p>;
  if (failure) return <p className="text-sm text-warn-ink">{failureWords(failure)}</p>;
  if (!lastRunAt)
    return <p className="text-soft text-sm">{state === "stopped" ? "Never run" : "The first run is on its way"}</p>;
  return (
    <p className="text-soft text-sm sm:truncate">
      {run ? `${capital(resultWords(run))}, ` : "Looked "}
      <Ago at={lastRunAt} className="whitespace-nowrap" /> · {counted(listingCount, "listing")}
      {!run && lastFindAt && (
        <>
          , the last <Ago at={lastFindAt} className="whitespace-nowrap" />
        </>
      )}
    </p>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The finds of two weeks: a line for the eye, its sum for everyone. */
function Finds({ findsByDay }: Pick<Watch, "findsByDay">) {
  const sum = findsByDay.reduce((all, one) => all + one, 0);
  return (
    <div className="max-sm:hidden">
      <Sparkline values={findsByDay} />
      <p className="text-2xs text-faint tabular-nums">{sum === 0 ? "none" : sum.toLocaleString("en")} in 14 days</p>
    </div>
  );
}

function Actions({ watch, state }: PartProps) {
  const { pending, start, stop, run } = useWatchActions(watch);
  const isStopped = state === "stopped" || state === "halted";
  const isBusy = state === "running" || state === "due";
  return (
    <div className="relative flex gap-1">
      <IconButton label={`Run ${watch.name} now`} size="icon-sm" disabled={isBusy} pending={pending} onClick={run}>
        {!pending && <RotateCw />}
      </IconButton>
      {isStopped ? (
        <IconButton label={`Start ${watch.name}`} size="icon-sm" disabled={pending} onClick={start}>
          <Play />
        </IconButton>
      ) : (
        <IconButton label={`Stop ${watch.name}`} size="icon-sm" disabled={pending} onClick={stop}>
          <Pause />
        </IconButton>
      )}
    </div>
  );
}
