"use client";

import { useMemo } from "react";
import { PageHeading } from "@/components/layout/page-heading";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { type Column, Table } from "@/components/ui/table";
import { Moment } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import { useAttempt } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import { usePolled } from "@/lib/client/use-polled";
import type { ContinuousState, TaskList, TaskState } from "@/lib/core/tasks/schemas";
import { crontabWords } from "./crontab-words";
import { RunHistory } from "./run-history";
import { Outcome, took } from "./run-outcome";

const EVERY_MS = 3_000;

/** What the instance does by the clock: when it is due, how it went, and a way to have it done now. */
export function TaskView({ first }: { first: TaskList }) {
  const [{ items, continuous }, reread] = usePolled("/admin/tasks", first, EVERY_MS);
  const columns = useMemo(() => [...facts, actions(reread)], [reread]);
  return (
    <>
      <PageHeading
        title="Tasks"
        lead="What is done by the clock, each due time once, by whichever process comes first."
      />
      <Card className="overflow-hidden">
        <Table caption="Tasks" columns={columns} rows={items} rowKey={({ name }) => name} />
      </Card>
      {continuous.length > 0 && (
        <section className="mt-8">
          <h2 className="mb-3 font-medium">Over and over, in the process that answers</h2>
          <Card className="overflow-hidden">
            <Table caption="Over and over" columns={rounds} rows={continuous} rowKey={({ name }) => name} />
          </Card>
        </section>
      )}
    </>
  );
}

const actions = (reread: () => Promise<void>): Column<TaskState> => ({
  name: "Actions",
  isAction: true,
  cell: (task) => <Actions task={task} reread={reread} />,
});

function Actions({ task, reread }: { task: TaskState; reread: () => Promise<void> }) {
  const { pending, attempt } = useAttempt();
  const runNow = () =>
    attempt("It was not started", async () => {
      await api("POST", `/admin/tasks/${encodeURIComponent(task.name)}/run`, {});
      toast({ title: "It begins in a moment", description: task.label });
      await reread();
    });
  return (
    <div className="flex justify-end gap-1.5">
      <RunHistory task={task} />
      <Button look="plain" size="sm" pending={pending} onClick={runNow}>
        Run now<span className="sr-only">: {task.label}</span>
      </Button>
    </div>
  );
}

const facts: Column<TaskState>[] = [
  {
    name: "Task",
    isTitle: true,
    cell: ({ name, label, crontab }) => (
      <>
        <span className="font-medium">{label}</span>
        <span className="block text-faint text-xs">
          {name} · {crontabWords(crontab)}
        </span>
      </>
    ),
  },
  {
    name: "Last run",
    cell: ({ lastRun }) => (lastRun ? <Outcome {...lastRun} /> : <span className="text-faint">not yet</span>),
  },
  { name: "Took", numeric: true, cell: ({ lastRun }) => took(lastRun?.durationMs ?? null) },
  { name: "Next", numeric: true, cell: ({ nextDueAt }) => (nextDueAt ? <Moment at={nextDueAt} /> : "never") },
];

const rounds: Column<ContinuousState>[] = [
  {
    name: "Task",
    isTitle: true,
    cell: ({ name, label, everySeconds }) => (
      <>
        <span className="font-medium">{label}</span>
        <span className="block text-faint text-xs">
          {name} · every {everySeconds} seconds
        </span>
      </>
    ),
  },
  {
    name: "Last run",
    cell: ({ lastRound }) =>
      lastRound ? (
        <Outcome state={lastRound.error === null ? "done" : "failed"} {...lastRound} />
      ) : (
        <span className="text-faint">not yet</span>
      ),
  },
  { name: "Took", numeric: true, cell: ({ lastRound }) => took(lastRound?.durationMs ?? null) },
];
