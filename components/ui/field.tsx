"use client";

import { Field as Base } from "@base-ui/react/field";
import { ChevronDown, Eye, EyeOff } from "lucide-react";
import { type ComponentProps, type ReactNode, useState } from "react";
import { cn } from "./cn";
import { controlStyles } from "./control-styles";
import { IconButton } from "./icon-button";

type Control = ComponentProps<typeof Base.Control>;

type FrameProps = {
  label: string;
  name: string;
  description?: ReactNode;
  /** What is wrong with the value, as a sentence or as what follows the label ("is required"). Wired to the control. */
  error?: string;
  className?: string;
};

/** What every control has around it: its label, its description and its error. */
export function FieldFrame({
  label,
  name,
  description,
  error,
  className,
  children,
}: FrameProps & { children: ReactNode }) {
  return (
    <Base.Root name={name} invalid={error !== undefined} className={cn("flex min-w-0 flex-col gap-1.5", className)}>
      <Base.Label className="font-medium text-sm">{label}</Base.Label>
      {children}
      {description && <Base.Description className="text-faint text-xs">{description}</Base.Description>}
      <Base.Error match={error !== undefined} className="text-danger-ink text-sm">
        {error && /^\p{Ll}/u.test(error) ? `${label} ${error}.` : error}
      </Base.Error>
    </Base.Root>
  );
}

type Props = FrameProps &
  Omit<Control, "className" | "render" | keyof FrameProps> & {
    /** Draws a textarea of so many lines. */
    rows?: number;
  };

/** A labelled control with its description and its error. What is typed into a password can be shown. */
export function Field({ label, name, description, error, className, rows, type, ...control }: Props) {
  const [isShown, setIsShown] = useState(false);
  const isSecret = type === "password";
  return (
    <FieldFrame label={label} name={name} description={description} error={error} className={className}>
      <div className="relative flex">
        <Base.Control
          {...control}
          type={isSecret && isShown ? "text" : type}
          render={rows ? <textarea rows={rows} /> : undefined}
          className={cn(controlStyles, rows ? "resize-none py-2" : "h-10", isSecret && "pr-11")}
        />
        {isSecret && (
          <IconButton
            label={isShown ? "Hide what is typed" : "Show what is typed"}
            size="icon-sm"
            className="absolute top-1.5 right-2"
            onClick={() => setIsShown(!isShown)}
          >
            {isShown ? <EyeOff /> : <Eye />}
          </IconButton>
        )}
      </div>
    </FieldFrame>
  );
}

type Choice = { value: string; label: string };
type ChoiceProps = FrameProps &
  Omit<Control, "className" | "render" | "children" | keyof FrameProps> & { choices: readonly Choice[] };

/** One of a few, as the device draws lists. */
export function SelectField({ label, name, description, error, className, choices, ...control }: ChoiceProps) {
  return (
    <FieldFrame label={label} name={name} description={description} error={error} className={className}>
      <div className="relative">
        <Base.Control
          {...control}
          render={
            <select>
              {choices.map((choice) => (
                <option key={choice.value} value={choice.value}>
                  {choice.label}
                </option>
              ))}
            </select>
          }
          className={cn(controlStyles, "h-10 appearance-none pr-9")}
        />
        <ChevronDown aria-hidden="true" className="pointer-events-none absolute top-3 right-3 size-4 text-faint" />
      </div>
    </FieldFrame>
  );
}
