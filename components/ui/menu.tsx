"use client";

import { Menu as Base } from "@base-ui/react/menu";
import { Check } from "lucide-react";
import type { ComponentProps, ReactElement, ReactNode } from "react";
import { cn } from "./cn";
import { popupStyles } from "./popup-styles";

const itemStyles =
  "flex w-full cursor-default select-none items-center gap-2.5 rounded-sm px-2.5 py-2 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-hover [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint";

type Props = {
  trigger: ReactElement;
  side?: "top" | "bottom" | "right";
  align?: "start" | "center" | "end";
  className?: string;
  children: ReactNode;
};

/** A list of actions behind a button. */
export function Menu({ trigger, side = "bottom", align = "end", className, children }: Props) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className="z-40 outline-none">
          <Base.Popup className={cn(popupStyles, "min-w-48 p-1.5", className)}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

type ItemProps = Omit<ComponentProps<typeof Base.Item>, "className"> & { danger?: boolean };

export function MenuItem({ danger, ...props }: ItemProps) {
  return <Base.Item {...props} className={cn(itemStyles, danger && "text-danger-ink [&_svg]:text-danger-ink")} />;
}

export function MenuLink(props: Omit<ComponentProps<typeof Base.LinkItem>, "className">) {
  return <Base.LinkItem closeOnClick {...props} className={itemStyles} />;
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1.5 my-1.5 h-px bg-line" />;
}

type Choice<Value extends string> = { value: Value; label: string; icon: ReactNode };
type ChoiceProps<Value extends string> = {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  choices: readonly Choice<Value>[];
};

/** One of several, ticked. */
export function MenuChoice<Value extends string>({ label, value, onChange, choices }: ChoiceProps<Value>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next: Value) => onChange(next)}>
      <Base.GroupLabel className="px-2.5 pt-1 pb-1.5 font-medium text-faint text-xs">{label}</Base.GroupLabel>
      {choices.map((choice) => (
        <Base.RadioItem key={choice.value} value={choice.value} className={itemStyles}>
          {choice.icon}
          <span className="flex-1">{choice.label}</span>
          <Base.RadioItemIndicator>
            <Check aria-hidden="true" className="!text-accent-ink" />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}
