import { type ReactNode, useId } from "react";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";

type Props = {
  title: string;
  lead?: ReactNode;
  /** Stands at the right of the title. */
  aside?: ReactNode;
  /** Lets the content reach the edges, as tables and lists do. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
};

/** A sheet with a name: one subject of a page. */
export function Section({ title, lead, aside, flush = false, className, children }: Props) {
  const id = useId();
  return (
    <Card aria-labelledby={id} className={cn("min-w-0 overflow-hidden", className)}>
      <div
        className={cn(
          "flex flex-wrap justify-between gap-x-4 gap-y-3 px-5 pt-4.5",
          lead ? "items-start" : "items-center",
        )}
      >
        <div className={cn("min-w-0 flex-1", lead ? "basis-56" : "basis-32")}>
          <h2 id={id} className="font-semibold">
            {title}
          </h2>
          {lead && <p className="mt-0.5 text-faint text-sm">{lead}</p>}
        </div>
        {aside}
      </div>
      <div className={flush ? "pt-3" : "px-5 pt-4 pb-5"}>{children}</div>
    </Card>
  );
}
