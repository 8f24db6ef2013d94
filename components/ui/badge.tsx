import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";
import { cn } from "./cn";

const badgeStyles = cva(
  "inline-flex items-center justify-center gap-1 rounded-full px-2 py-0.5 font-medium text-2xs tabular-nums",
  {
    variants: {
      tone: {
        neutral: "bg-hover text-soft",
        accent: "bg-accent-soft text-accent-ink",
        signal: "bg-signal text-on-signal",
        warn: "bg-warn-soft text-warn-ink",
      },
    },
    defaultVariants: { tone: "neutral" },
  },
);

type Props = VariantProps<typeof badgeStyles> & { children: ReactNode; className?: string };

/** A small pill: a state in words. */
export function Badge({ tone, children, className }: Props) {
  return <span className={cn(badgeStyles({ tone }), className)}>{children}</span>;
}

/** A count in a pill, nothing at zero, `99+` above `max`. `of` completes the spoken sentence: "3 unread". */
export function CountBadge({
  count,
  of,
  max = 99,
  className,
}: {
  count: number;
  of: string;
  max?: number;
  className?: string;
}) {
  if (count <= 0) return null;
  return (
    <Badge tone="signal" className={cn("min-w-5 px-1.5 font-semibold", className)}>
      {count > max ? `${max}+` : count}
      <span className="sr-only"> {of}</span>
    </Badge>
  );
}
