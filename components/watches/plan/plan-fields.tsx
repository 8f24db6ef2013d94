"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import type { Filters } from "@/lib/features/watches/filter-schemas";
import { FilterFields } from "./filter-fields";
import { NotifyFields } from "./notify-fields";
import type { ErrorOf, Plan } from "./plan";
import { ScheduleFields } from "./schedule-fields";

type Props = { plan: Plan; onChange: (plan: Plan) => void; error: ErrorOf };

/** Name, schedule, filters, and what to be told of. */
export function PlanFields({ plan, onChange, error }: Props) {
  // Not closed again under the hands of who takes the last filter out.
  const [wasNarrowed] = useState(isNarrowed(plan.filters));
  const set = (changes: Partial<Plan>) => onChange({ ...plan, ...changes });
  return (
    <>
      <Field
        label="Name"
        name="name"
        dir="auto"
        maxLength={120}
        autoComplete="off"
        required
        value={plan.name}
        onValueChange={(name: string) => set({ name })}
        error={error("name")}
      />
      <ScheduleFields schedule={plan.schedule} onChange={(schedule) => set({ schedule })} error={error} />
      <details open={wasNarrowed || error("filters") !== undefined} className="group">
        <summary className="flex w-fit list-none items-center gap-1.5 rounded-sm font-medium text-sm hover:text-accent-ink">
          <ChevronRight aria-hidden="true" className="size-4 transition-transform group-open:rotate-90" />
          Filters: {isNarrowed(plan.filters) ? "only what fits" : "everything counts"}
        </summary>
        <div className="pt-4">
          <FilterFields filters={plan.filters} onChange={(filters) => set({ filters })} error={error} />
        </div>
      </details>
      <NotifyFields notify={plan.notify} onChange={(notify) => set({ notify })} />
    </>
  );
}

const isNarrowed = ({ include, exclude, pattern, minPrice, maxPrice, inStock, maxAgeDays }: Filters): boolean =>
  include.length > 0 ||
  exclude.length > 0 ||
  inStock ||
  [pattern, minPrice, maxPrice, maxAgeDays].some((one) => one !== null);
