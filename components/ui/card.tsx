import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A sheet on the page. */
export function Card({ className, ...props }: ComponentProps<"section">) {
  return <section {...props} className={cn("rounded-lg border border-line bg-surface shadow-card", className)} />;
}
