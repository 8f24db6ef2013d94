"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { MoreButton } from "@/components/ui/more-button";
import { useAttempt } from "@/components/ui/use-attempt";
import { usePages } from "@/components/ui/use-pages";
import { api } from "@/lib/client/api";
import type { TaskRun, TaskState } from "@/lib/core/tasks/schemas";
import type { Page } from "@/lib/shared/page";
import { Outcome, took } from "./run-outcome";

/** The earlier runs of a task, read when they are asked for. */
export function RunHistory({ task: { name, label } }: { task: TaskState }) {
  const [first, setFirst] = useState<Page<TaskRun>>();
  const { pending, attempt } = useAttempt();
  const path = `/admin/tasks/${encodeURIComponent(name)}/runs`;
  const open = () => attempt("The runs could not be read", async () => setFirst(await api("GET", path)));
  return (
    <>
      <Button look="quiet" size="sm" pending={pending} onClick={open}>
        Runs<span className="sr-only"> of: {label}</span>
      </Button>
      <Dialog title={label} open={first !== undefined} onOpenChange={(isOpen) => !isOpen && setFirst(undefined)}>
        {first && <Runs first={first} path={path} />}
      </Dialog>
    </>
  );
}

function Runs({ first, path }: { first: Page<TaskRun>; path: string }) {
  const pages = usePages(first, path);
  if (pages.items.length === 0) return <p className="text-soft text-sm">It has not run yet.</p>;
  return (
    <>
      <ol className="divide-y divide-line">
        {pages.items.map((run) => (
          <li key={run.id} className="flex items-start justify-between gap-4 py-2.5 text-sm">
            <div className="min-w-0">
              <Outcome {...run} />
              {run.askedBy && <p className="text-faint text-xs">asked for by {run.askedBy.displayName}</p>}
            </div>
            <span className="whitespace-nowrap text-soft tabular-nums">{took(run.durationMs)}</span>
          </li>
        ))}
      </ol>
      <MoreButton label="Older runs" {...pages} />
    </>
  );
}
