"use client";

import { useState } from "react";
import { SelectField } from "@/components/ui/field";
import type { Schedule } from "@/lib/features/watches/schedule-schemas";
import { NumberField } from "./number-field";
import type { ErrorOf } from "./plan";

type Every = Extract<Schedule, { kind: "every" }>;
type Props = { schedule: Every; onChange: (schedule: Every) => void; error: ErrorOf };

const units = [
  { value: "1", label: "minutes" },
  { value: "60", label: "hours" },
  { value: "1440", label: "days" },
];

const unitOf = (minutes: number): number => [1_440, 60].find((unit) => minutes > 0 && minutes % unit === 0) ?? 1;

/** Every so many minutes, hours or days. */
export function EveryFields({ schedule, onChange, error }: Props) {
  const [unit, setUnit] = useState(() => unitOf(schedule.minutes));
  const [count, setCount] = useState<number | null>(schedule.minutes / unit);
  const change = (nextCount: number | null, nextUnit: number) => {
    setCount(nextCount);
    setUnit(nextUnit);
    onChange({ kind: "every", minutes: Math.round((nextCount ?? 0) * nextUnit) });
  };
  return (
    <div className="flex items-start gap-3">
      <NumberField
        label="Every"
        name="minutes"
        whole
        className="w-28"
        value={count}
        onChange={(next) => change(next, unit)}
        error={error("schedule.minutes") && `must be 5 minutes to 7 days`}
      />
      <SelectField
        label="Unit"
        name="unit"
        className="w-36"
        choices={units}
        value={String(unit)}
        onValueChange={(next: string) => change(count, Number(next))}
      />
    </div>
  );
}
