"use client";

import { Field } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import type { Filters } from "@/lib/features/watches/filter-schemas";
import { NumberField } from "./number-field";
import type { ErrorOf } from "./plan";
import { WordsField } from "./words-field";

type Props = { filters: Filters; onChange: (filters: Filters) => void; error: ErrorOf };

/** What a listing must be like to match. */
export function FilterFields({ filters, onChange, error }: Props) {
  const set = (changes: Partial<Filters>) => onChange({ ...filters, ...changes });
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <WordsField
        label="With one of these words"
        name="include"
        description="In title or text; commas between them."
        words={filters.include}
        onChange={(include) => set({ include })}
        error={error("filters.include")}
      />
      <WordsField
        label="Without these words"
        name="exclude"
        description="In title or text; commas between them."
        words={filters.exclude}
        onChange={(exclude) => set({ exclude })}
        error={error("filters.exclude")}
      />
      <Numbers filters={filters} set={set} error={error} />
      <Field
        label="Pattern"
        name="pattern"
        description="A regular expression that title or text fits."
        spellCheck={false}
        autoComplete="off"
        className="[&_input]:font-mono"
        value={filters.pattern ?? ""}
        onValueChange={(text: string) => set({ pattern: text === "" ? null : text })}
        error={error("filters.pattern")}
      />
      <Switch label="Only what is in stock" checked={filters.inStock} onChange={(inStock) => set({ inStock })} />
    </div>
  );
}

type NumbersProps = Pick<Props, "filters" | "error"> & { set: (changes: Partial<Filters>) => void };

const Numbers = ({ filters, set, error }: NumbersProps) => (
  <>
    <NumberField
      label="Price from"
      name="minPrice"
      value={filters.minPrice}
      onChange={(minPrice) => set({ minPrice })}
      error={error("filters.minPrice")}
    />
    <NumberField
      label="Price up to"
      name="maxPrice"
      value={filters.maxPrice}
      onChange={(maxPrice) => set({ maxPrice })}
      error={error("filters.maxPrice")}
    />
    <NumberField
      label="At most so many days old"
      name="maxAgeDays"
      whole
      value={filters.maxAgeDays}
      onChange={(maxAgeDays) => set({ maxAgeDays })}
      error={error("filters.maxAgeDays")}
    />
  </>
);
