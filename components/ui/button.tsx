"use client";

import { Button as Base } from "@base-ui/react/button";
import type { VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { buttonStyles } from "./button-styles";
import { cn } from "./cn";
import { Spinner } from "./spinner";

type Props = Omit<ComponentProps<typeof Base>, "className"> &
  VariantProps<typeof buttonStyles> & { className?: string; pending?: boolean };

/** A button. `pending` shows a spinner, keeps the focus and ignores presses. */
export function Button({ look, size, className, pending = false, disabled, children, ...props }: Props) {
  return (
    <Base
      {...props}
      disabled={disabled || pending}
      focusableWhenDisabled={pending}
      aria-busy={pending || undefined}
      className={cn(buttonStyles({ look, size }), className)}
    >
      {pending && <Spinner className="size-4" />}
      {children}
    </Base>
  );
}
