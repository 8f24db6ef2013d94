"use client";

import { CalendarDays, Repeat } from "lucide-react";
import { Choice } from "@/components/ui/choice";
import { useTimeZone } from "@/lib/client/time";
import type { Schedule } from "@/lib/features/watches/schedule-schemas";
import { EveryFields } from "./every-fields";
import type { ErrorOf } from "./plan";
import { WeeklyFields } from "./weekly-fields";

type Props = { schedule: Schedule; onChange: (schedule: Schedule) => void; error: ErrorOf };

const kinds = [
  {
    value: "every",
    label: "Again and again",
    text: "Every so many minutes, hours or days.",
    icon: <Repeat aria-hidden="true" />,
  },
  {
    value: "weekly",
    label: "On days, at times",
    text: "Such as every morning of a working day.",
    icon: <CalendarDays aria-hidden="true" />,
  },
] as const;

/** When a watch runs. */
export function ScheduleFields({ schedule, onChange, error }: Props) {
  const [zone = "UTC"] = useTimeZone().split(" ");
  const choose = (kind: Schedule["kind"]) => {
    if (kind === schedule.kind) return;
    if (kind === "every") onChange({ kind, minutes: 60 });
    else onChange({ kind, weekdays: [1, 2, 3, 4, 5], times: ["08:00"], timeZone: zone });
  };
  return (
    <div className="flex flex-col gap-4">
      <Choice
        label="When it looks"
        name="scheduleKind"
        options={kinds}
        value={schedule.kind}
        onChange={choose}
        className="sm:grid-cols-2"
      />
      {schedule.kind === "every" ? (
        <EveryFields schedule={schedule} onChange={onChange} error={error} />
      ) : (
        <WeeklyFields schedule={schedule} onChange={onChange} error={error} />
      )}
    </div>
  );
}
