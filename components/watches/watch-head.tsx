"use client";

import { ArrowLeft, ExternalLink, Pause, Play, RotateCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";
import { Ago, Until } from "@/components/ui/time";
import { useWatch } from "@/lib/features/watches/client/watches-provider";
import type { Watch } from "@/lib/features/watches/watch-schemas";
import { failureWords } from "@/lib/features/watches/words";
import { PreviewDialog } from "./preview-dialog";
import { StateBadge } from "./state-badge";
import { useWatchActions } from "./use-watch-actions";
import { useWatchState } from "./use-watch-state";
import { haltedWords, scheduleWords } from "./watch-words";

/** The head of a watch: what it is, what it is at, and what can be done. */
export function WatchHead({ watch: given }: { watch: Watch }) {
  const watch = useWatch(given);
  const { state } = useWatchState(watch);
  return (
    <header className="flex flex-col gap-4">
      <Link
        href="/watches"
        className="inline-flex w-fit items-center gap-1.5 rounded-sm text-faint text-sm hover:text-ink"
      >
        <ArrowLeft aria-hidden="true" className="size-4" />
        Watches
      </Link>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 dir="auto" className="wrap-anywhere font-display text-3xl tracking-tight sm:text-4xl">
              {watch.name}
            </h1>
            <StateBadge state={state} />
          </div>
          <Facts watch={watch} />
        </div>
        <Actions watch={watch} />
      </div>
      <Trouble watch={watch} />
    </header>
  );
}

function Facts({ watch: { url, host, schedule, nextRunAt, lastRunAt } }: { watch: Watch }) {
  return (
    <p className="mt-1 text-soft text-sm">
      <a
        href={url}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="inline-flex max-w-full items-center gap-1 rounded-sm text-accent-ink hover:underline"
      >
        <span className="truncate">{host}</span>
        <ExternalLink aria-hidden="true" className="size-3.5 shrink-0" />
        <span className="sr-only">, opens in a new tab</span>
      </a>{" "}
      · {scheduleWords(schedule)}
      {lastRunAt && (
        <>
          {" "}
          · looked <Ago at={lastRunAt} />
        </>
      )}
      {nextRunAt && (
        <>
          {" "}
          · next <Until at={nextRunAt} />
        </>
      )}
    </p>
  );
}

function Actions({ watch }: { watch: Watch }) {
  const { state } = useWatchState(watch);
  const { pending, start, stop, run } = useWatchActions(watch);
  const isStopped = state === "stopped" || state === "halted";
  return (
    <div className="flex flex-wrap gap-2">
      <PreviewDialog watch={watch} />
      <Button look="plain" disabled={pending || state === "running" || state === "due"} onClick={run}>
        <RotateCw aria-hidden="true" />
        Run now
      </Button>
      {isStopped ? (
        <Button disabled={pending} onClick={start}>
          <Play aria-hidden="true" />
          Start
        </Button>
      ) : (
        <Button look="plain" disabled={pending} onClick={stop}>
          <Pause aria-hidden="true" />
          Stop
        </Button>
      )}
    </div>
  );
}

function Trouble({ watch: { stopReason, failure, failingSince, failures } }: { watch: Watch }) {
  if (stopReason !== null) return <Notice tone="danger">{haltedWords(stopReason)}</Notice>;
  if (failure === null || failures === 0) return null;
  return (
    <Notice tone="warn">
      {failureWords(failure)}{" "}
      {failures > 1 && failingSince && (
        <>
          It has failed {failures} times in a row, the first time <Ago at={failingSince} />; it is tried less often
          until it works.
        </>
      )}
    </Notice>
  );
}
