"use client";

import { Checkbox as Base } from "@base-ui/react/checkbox";
import { Check, Minus } from "lucide-react";

type Props = {
  /** Read aloud; what it stands beside is its visible name. */
  label: string;
  checked: boolean;
  /** Some of what it stands for is chosen, not all. */
  indeterminate?: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
};

/** A box to tick. The area that takes a press is larger than the box. */
export function Checkbox({ label, checked, indeterminate = false, disabled, onChange }: Props) {
  return (
    <Base.Root
      aria-label={label}
      checked={checked}
      indeterminate={indeterminate}
      disabled={disabled}
      onCheckedChange={onChange}
      className="relative flex size-4.5 shrink-0 items-center justify-center rounded-sm border border-line-strong bg-surface transition-colors duration-100 before:absolute before:-inset-2.5 data-checked:border-accent data-indeterminate:border-accent data-checked:bg-accent data-indeterminate:bg-accent data-disabled:opacity-45"
    >
      <Base.Indicator className="text-on-accent [&_svg]:size-3.5">
        {indeterminate ? <Minus strokeWidth={3} /> : <Check strokeWidth={3} />}
      </Base.Indicator>
    </Base.Root>
  );
}
