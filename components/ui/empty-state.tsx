import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

type Props = {
  icon: LucideIcon;
  title: string;
  /** `h1` where it stands in place of a whole page. */
  as?: "p" | "h1";
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
};

/** What stands where a list has nothing: says why, and offers the next step. */
export function EmptyState({ icon: Icon, title, as: Title = "p", children, action, className }: Props) {
  return (
    <div className={cn("flex flex-col items-center gap-2 px-6 py-12 text-center", className)}>
      <span className="mb-1 inline-flex size-11 items-center justify-center rounded-[32%] bg-accent-soft text-accent-ink">
        <Icon aria-hidden="true" className="size-5" />
      </span>
      <Title className="font-medium">{title}</Title>
      {children && <p className="max-w-sm text-faint text-sm">{children}</p>}
      {action && <div className="mt-3">{action}</div>}
    </div>
  );
}
