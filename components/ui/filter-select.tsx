"use client";

import { ChevronDown } from "lucide-react";
import { cn } from "./cn";
import { controlStyles } from "./control-styles";

type Props = {
  label: string;
  name: string;
  choices: readonly { value: string; label: string }[];
  value: string;
  className?: string;
};

/** A choice that narrows a list: sends its form as soon as it is made. */
export function FilterSelect({ label, name, choices, value, className }: Props) {
  return (
    <div className={cn("relative", className)}>
      <select
        name={name}
        aria-label={label}
        defaultValue={value}
        onChange={(event) => event.currentTarget.form?.requestSubmit()}
        className={cn(controlStyles, "h-9 appearance-none pr-9")}
      >
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.label}
          </option>
        ))}
      </select>
      <ChevronDown aria-hidden="true" className="pointer-events-none absolute top-2.5 right-3 size-4 text-faint" />
    </div>
  );
}
