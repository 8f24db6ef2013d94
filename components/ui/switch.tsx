"use client";

import { Switch as Base } from "@base-ui/react/switch";
import { type ReactNode, useId } from "react";

type Props = {
  label: string;
  /** What it changes, in a sentence. */
  description?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
};

/** An on-off control with its label beside it. Takes effect at once. */
export function Switch({ label, description, checked, onChange }: Props) {
  const id = useId();
  return (
    <div className="flex flex-col gap-0.5">
      <label className="flex cursor-pointer items-center gap-2.5 text-sm">
        <Base.Root
          checked={checked}
          onCheckedChange={onChange}
          aria-describedby={description ? id : undefined}
          className="flex h-5 w-9 shrink-0 rounded-full border border-line-strong bg-hover p-px transition-colors duration-150 data-checked:border-accent data-checked:bg-accent"
        >
          <Base.Thumb className="size-4 rounded-full bg-faint transition-[translate,background-color] duration-150 data-checked:translate-x-4 data-checked:bg-on-accent" />
        </Base.Root>
        {label}
      </label>
      {description && (
        <p id={id} className="ml-11.5 text-faint text-xs">
          {description}
        </p>
      )}
    </div>
  );
}
