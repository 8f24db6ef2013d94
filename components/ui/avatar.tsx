import type { CSSProperties } from "react";
import { cn } from "./cn";
import { hueOf, initialsOf } from "./identity";

const sizes = {
  xs: "size-5 text-[0.5rem]",
  sm: "size-7 text-2xs",
  md: "size-9 text-xs",
  lg: "size-12 text-base",
} as const;

type Props = { name: string; id: string; size?: keyof typeof sizes; online?: boolean; className?: string };

/** The initials of a member on their own colour. Decorative: the name stands beside it. */
export function Avatar({ name, id, size = "md", online, className }: Props) {
  const colours: CSSProperties & Record<"--hue", number> = {
    "--hue": hueOf(id),
    backgroundColor: "light-dark(oklch(0.905 0.055 var(--hue)), oklch(0.38 0.07 var(--hue)))",
    color: "light-dark(oklch(0.36 0.085 var(--hue)), oklch(0.93 0.045 var(--hue)))",
  };
  return (
    <span aria-hidden="true" className={cn("relative inline-flex shrink-0", className)}>
      <span
        style={colours}
        className={cn("inline-flex select-none items-center justify-center rounded-[32%] font-semibold", sizes[size])}
      >
        {initialsOf(name)}
      </span>
      {online && (
        <span className="absolute -right-0.5 -bottom-0.5 size-2.5 rounded-full border-2 border-sunken bg-ok" />
      )}
    </span>
  );
}
