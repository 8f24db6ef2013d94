"use client";

import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import type { ReactNode } from "react";
import { cn } from "./cn";

type Option<Value extends string> = { value: Value; label: string; text?: string; icon?: ReactNode };
type Props<Value extends string> = {
  label: string;
  name: string;
  options: readonly Option<Value>[];
  value?: Value;
  defaultValue?: Value;
  onChange?: (value: Value) => void;
  className?: string;
};

/** One of a few, each a card with what it means. `label` names the group and is read aloud only. */
export function Choice<Value extends string>({ label, name, options, onChange, className, ...rest }: Props<Value>) {
  return (
    <RadioGroup
      {...rest}
      name={name}
      aria-label={label}
      onValueChange={(value: Value) => onChange?.(value)}
      className={cn("grid gap-2", className)}
    >
      {options.map(({ value, label, text, icon }) => (
        <label
          key={value}
          className="flex cursor-pointer flex-col gap-1 rounded-md border border-line-strong p-3 transition-colors hover:bg-hover has-data-checked:border-accent has-data-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
        >
          <span className="flex items-center gap-2 font-medium text-sm [&_svg]:size-4">
            <Radio.Root value={value} className="sr-only" />
            {icon}
            {label}
          </span>
          {text && <span className="text-soft text-xs">{text}</span>}
        </label>
      ))}
    </RadioGroup>
  );
}
