"use client";

import { Field, SelectField } from "@/components/ui/field";
import type { Fields } from "@/components/ui/use-submit";
import { inUnits, SPAN_UNITS } from "@/lib/client/rate-limit-words";

export type Quota = { limit: number; windowSeconds: number };

type Props = { quota: Quota; error: (name: string) => string | undefined };

/** How many in what time. Read them with `quotaOf`. */
export function QuotaFields({ quota, error }: Props) {
  const { count, unit } = inUnits(quota.windowSeconds);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1.2fr)] items-start gap-3">
      <Field
        label="Allow"
        name="limit"
        type="number"
        min={1}
        max={1_000_000}
        inputMode="numeric"
        defaultValue={quota.limit}
        error={error("limit")}
        required
      />
      <Field
        label="in"
        name="windowSeconds"
        type="number"
        min={1}
        inputMode="numeric"
        defaultValue={count}
        error={error("windowSeconds")}
        required
      />
      <SelectField label="Unit" name="unit" choices={SPAN_UNITS} defaultValue={unit.value} />
    </div>
  );
}

/** What was typed into the fields; 0 for what is no number, which the server refuses at the field. */
export function quotaOf({ limit, windowSeconds, unit }: Fields): Quota {
  return { limit: Number(limit) || 0, windowSeconds: (Number(windowSeconds) || 0) * Number(unit) };
}
