"use client";

import { Switch as Base } from "@base-ui/react/switch";

type Props = { label: string; checked: boolean; onChange: (checked: boolean) => void };

/** An on-off control with its label beside it. Takes effect at once. */
export function Switch({ label, checked, onChange }: Props) {
  return (
    <label className="flex cursor-pointer items-center gap-2.5 text-sm">
      <Base.Root
        checked={checked}
        onCheckedChange={onChange}
        className="flex h-5 w-9 shrink-0 rounded-full border border-line-strong bg-hover p-px transition-colors duration-150 data-checked:border-accent data-checked:bg-accent"
      >
        <Base.Thumb className="size-4 rounded-full bg-faint transition-[translate,background-color] duration-150 data-checked:translate-x-4 data-checked:bg-on-accent" />
      </Base.Root>
      {label}
    </label>
  );
}
