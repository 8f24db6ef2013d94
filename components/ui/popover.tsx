"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { popupStyles } from "./popup-styles";

type Props = {
  title: string;
  trigger: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** Stands at the right of the title. */
  aside?: ReactNode;
  className?: string;
  side?: "top" | "bottom" | "right";
  align?: "start" | "center" | "end";
  children: ReactNode;
};

/** A small window that hangs on its button. */
export function Popover({
  title,
  trigger,
  open,
  onOpenChange,
  aside,
  className,
  side,
  align = "end",
  children,
}: Props) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange && ((next) => onOpenChange(next))}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={8} collisionPadding={12} className="z-40">
          <Base.Popup
            className={cn(popupStyles, "flex max-h-[min(32rem,var(--available-height))] flex-col", className)}
          >
            <div className="flex min-h-12 items-center gap-2 border-line border-b px-4">
              <Base.Title className="flex-1 font-semibold text-sm">{title}</Base.Title>
              {aside}
            </div>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
