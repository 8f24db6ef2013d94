"use client";

import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { controlStyles } from "@/components/ui/control-styles";
import { IconButton } from "@/components/ui/icon-button";
import { WEEKDAYS } from "@/components/watches/watch-words";
import type { Schedule } from "@/lib/features/watches/schedule-schemas";
import type { ErrorOf } from "./plan";

type Weekly = Extract<Schedule, { kind: "weekly" }>;
type Props = { schedule: Weekly; onChange: (schedule: Weekly) => void; error: ErrorOf };

/** On weekdays at times of the member's zone. */
export function WeeklyFields({ schedule, onChange, error }: Props) {
  const wrong = error("schedule.weekdays") ?? error("schedule.times");
  return (
    <div className="flex flex-col gap-4">
      <Days schedule={schedule} onChange={onChange} error={error} />
      <Times schedule={schedule} onChange={onChange} error={error} />
      {wrong && (
        <p role="alert" className="text-danger-ink text-sm">
          The schedule {wrong}.
        </p>
      )}
      <p className="text-faint text-xs">Times are those of {schedule.timeZone.replaceAll("_", " ")}.</p>
    </div>
  );
}

function Days({ schedule, onChange }: Props) {
  const { weekdays } = schedule;
  const toggle = (day: number) => {
    const next = weekdays.includes(day) ? weekdays.filter((one) => one !== day) : [...weekdays, day];
    onChange({ ...schedule, weekdays: next.sort((a, b) => a - b) });
  };
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">Days</legend>
      <div className="flex flex-wrap gap-1.5">
        {WEEKDAYS.map((name, index) => (
          <button
            key={name}
            type="button"
            aria-label={name}
            aria-pressed={weekdays.includes(index + 1)}
            onClick={() => toggle(index + 1)}
            className="h-9 min-w-11 rounded-md border border-line-strong bg-surface px-2 text-sm transition-colors hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-ink"
          >
            {name.slice(0, 3)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function Times({ schedule, onChange }: Props) {
  const { times } = schedule;
  const set = (next: string[]) => onChange({ ...schedule, times: next });
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">Times</legend>
      <div className="flex flex-wrap items-center gap-2">
        {times.map((time, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a time has no name but its place
          <span key={index} className="flex items-center">
            <input
              type="time"
              aria-label={`Time ${index + 1}`}
              value={time}
              onChange={({ currentTarget: { value } }) => set(times.map((one, at) => (at === index ? value : one)))}
              className={cn(controlStyles, "h-9 w-36")}
            />
            {times.length > 1 && (
              <IconButton
                label={`Leave out ${time}`}
                size="icon-sm"
                onClick={() => set(times.filter((_, at) => at !== index))}
              >
                <X />
              </IconButton>
            )}
          </span>
        ))}
        <Button look="quiet" size="sm" disabled={times.length >= 24} onClick={() => set([...times, "18:00"])}>
          <Plus aria-hidden="true" />
          Add a time
        </Button>
      </div>
    </fieldset>
  );
}
