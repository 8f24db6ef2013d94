import { CircleAlert, Info } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const tones = {
  info: { icon: Info, box: "bg-accent-soft text-accent-ink", role: "status" },
  warn: { icon: CircleAlert, box: "bg-warn-soft text-warn-ink", role: "status" },
  danger: { icon: CircleAlert, box: "bg-danger-soft text-danger-ink", role: "alert" },
} as const;

/** A sentence that must be seen, in the flow of the page. `danger` is announced at once. */
export function Notice({
  tone,
  children,
  className,
}: {
  tone: keyof typeof tones;
  children: ReactNode;
  className?: string;
}) {
  const { icon: Icon, box, role } = tones[tone];
  return (
    <div role={role} className={cn("flex gap-2.5 rounded-md px-3.5 py-2.5 text-sm", box, className)}>
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
    </div>
  );
}
