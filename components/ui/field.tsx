"use client";

import { Field as Base } from "@base-ui/react/field";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";
import { controlStyles } from "./control-styles";

type Control = ComponentProps<typeof Base.Control>;

type Props = Omit<Control, "className" | "render"> & {
  label: string;
  name: string;
  description?: ReactNode;
  /** What is wrong with the value, as a sentence or as what follows the label ("is required"). Wired to the control. */
  error?: string;
  /** Draws a textarea of so many lines. */
  rows?: number;
  className?: string;
};

/** A labelled control with its description and its error. */
export function Field({ label, name, description, error, rows, className, ...control }: Props) {
  return (
    <Base.Root name={name} invalid={error !== undefined} className={cn("flex flex-col gap-1.5", className)}>
      <Base.Label className="font-medium text-sm">{label}</Base.Label>
      <Base.Control
        {...control}
        render={rows ? <textarea rows={rows} /> : undefined}
        className={cn(controlStyles, rows ? "resize-none py-2" : "h-10")}
      />
      {description && <Base.Description className="text-faint text-xs">{description}</Base.Description>}
      <Base.Error match={error !== undefined} className="text-danger-ink text-sm">
        {error && /^\p{Ll}/u.test(error) ? `${label} ${error}.` : error}
      </Base.Error>
    </Base.Root>
  );
}
