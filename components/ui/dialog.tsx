"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { IconButton } from "./icon-button";
import { backdropStyles } from "./popup-styles";

type Props = {
  title: string;
  description?: ReactNode;
  /** The button that opens it; leave out when `open` is controlled from elsewhere. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
};

/** A window over the page: keeps the focus, closes with Escape, gives the focus back. A sheet from below on a phone. */
export function Dialog({ title, description, trigger, open, onOpenChange, children }: Props) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange && ((next) => onOpenChange(next))}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className={backdropStyles} />
        <Base.Viewport className="fixed inset-0 z-40 flex items-end justify-center sm:items-center sm:p-6">
          <Base.Popup className="relative max-h-[90dvh] w-full max-w-md overflow-y-auto rounded-t-xl border border-line bg-raised p-6 pb-8 text-ink shadow-pop outline-none transition-[translate,scale,opacity] duration-200 ease-out data-ending-style:opacity-0 data-starting-style:opacity-0 max-sm:data-ending-style:translate-y-8 max-sm:data-starting-style:translate-y-8 sm:rounded-xl sm:pb-6 sm:data-ending-style:scale-[0.98] sm:data-starting-style:scale-[0.98]">
            <Heading title={title} description={description} />
            {children}
            <CloseButton />
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

function Heading({ title, description }: { title: string; description?: ReactNode }) {
  return (
    <div className="mb-5 pr-10">
      <Base.Title className="font-semibold text-lg leading-snug tracking-tight">{title}</Base.Title>
      {description && <Base.Description className="mt-1 text-faint text-sm">{description}</Base.Description>}
    </div>
  );
}

/** Comes last, so that the focus begins at what the window is for; here Escape would close the hint of this button first. */
function CloseButton() {
  return (
    <Base.Close render={<IconButton label="Close" size="icon-sm" className="absolute top-5 right-5" />}>
      <X />
    </Base.Close>
  );
}

/** A panel that slides in from an edge: navigation and lists on a narrow screen. */
export function Drawer({
  title,
  trigger,
  open,
  onOpenChange,
  children,
  side = "right",
}: Props & { side?: "left" | "right" }) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange && ((next) => onOpenChange(next))}>
      {trigger && <Base.Trigger render={trigger} />}
      <Base.Portal>
        <Base.Backdrop className={backdropStyles} />
        <Base.Popup
          className={cn(
            "fixed inset-y-0 z-40 flex w-80 max-w-[calc(100vw-3rem)] flex-col overflow-y-auto border-line bg-raised p-5 text-ink shadow-pop outline-none transition-[translate] duration-200 ease-out",
            side === "right"
              ? "right-0 border-l data-ending-style:translate-x-full data-starting-style:translate-x-full"
              : "left-0 border-r data-ending-style:-translate-x-full data-starting-style:-translate-x-full",
          )}
        >
          <Heading title={title} />
          {children}
          <CloseButton />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
