"use client";

import type { ComponentProps } from "react";
import { Button } from "./button";
import { Tooltip } from "./tooltip";

type Props = Omit<ComponentProps<typeof Button>, "aria-label"> & { label: string; side?: "top" | "bottom" | "right" };

/** A button that shows only an icon: its `label` is read aloud and shown as a tooltip. */
export function IconButton({ label, side = "top", look = "quiet", size = "icon", ...props }: Props) {
  return (
    <Tooltip label={label} side={side}>
      <Button {...props} look={look} size={size} aria-label={label} />
    </Tooltip>
  );
}
