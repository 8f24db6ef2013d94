import { CircleAlert, CircleCheck, CirclePause, CircleX, Clock } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { Spinner } from "@/components/ui/spinner";
import type { State } from "./watch-words";

const looks = {
  waiting: { word: "Watching", Icon: CircleCheck, tone: "bg-accent-soft text-accent-ink" },
  due: { word: "Due", Icon: Clock, tone: "bg-accent-soft text-accent-ink" },
  running: { word: "Looking", Icon: Spinner, tone: "bg-accent-soft text-accent-ink" },
  failing: { word: "Failing", Icon: CircleAlert, tone: "bg-warn-soft text-warn-ink" },
  stopped: { word: "Stopped", Icon: CirclePause, tone: "bg-hover text-soft" },
  halted: { word: "Stopped by itself", Icon: CircleX, tone: "bg-danger-soft text-danger-ink" },
} as const satisfies Record<State, unknown>;

/** What a watch is at, in a word, a sign and a colour. */
export function StateBadge({ state, className }: { state: State; className?: string }) {
  const { word, Icon, tone } = looks[state];
  return (
    <span
      className={cn(
        "inline-flex shrink-0 items-center gap-1 rounded-full py-0.5 pr-2 pl-1.5 font-medium text-2xs",
        tone,
        className,
      )}
    >
      <Icon aria-hidden="true" className="size-3.5" />
      {word}
    </span>
  );
}
