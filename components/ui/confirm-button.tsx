"use client";

import { type ComponentProps, type ReactNode, useState } from "react";
import { Button } from "./button";
import { Confirm } from "./confirm";

type Props = Pick<ComponentProps<typeof Button>, "look" | "size" | "pending" | "disabled" | "className"> &
  Pick<ComponentProps<typeof Confirm>, "title" | "consequence" | "verb" | "onConfirm"> & { children: ReactNode };

/** A button that asks before it does something that cannot be taken back. */
export function ConfirmButton({ title, consequence, verb, onConfirm, children, look = "plain", ...button }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button {...button} look={look} onClick={() => setOpen(true)}>
        {children}
      </Button>
      <Confirm
        title={title}
        consequence={consequence}
        verb={verb}
        open={open}
        onOpenChange={setOpen}
        onConfirm={onConfirm}
      />
    </>
  );
}
