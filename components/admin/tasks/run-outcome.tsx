import { Badge } from "@/components/ui/badge";
import { Moment } from "@/components/ui/time";
import type { TaskRun } from "@/lib/core/tasks/schemas";

const STATES = {
  running: { words: "Running", tone: "neutral" },
  done: { words: "Done", tone: "accent" },
  failed: { words: "Failed", tone: "warn" },
} as const;

/** How a run went, when it began, and what it says of itself. */
export function Outcome({ state, startedAt, note, error }: Pick<TaskRun, "state" | "startedAt" | "note" | "error">) {
  const { words, tone } = STATES[state];
  const said = error ?? note;
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 @max-2xl:justify-end">
        <Badge tone={tone}>{words}</Badge>
        <Moment at={startedAt} />
      </p>
      {said && <p className="wrap-anywhere mt-0.5 text-faint text-xs">{said}</p>}
    </div>
  );
}

/** A duration as an admin reads it. */
export function took(ms: number | null): string {
  if (ms === null) return "–";
  if (ms < 1_000) return `${ms} ms`;
  return ms < 120_000 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
}
