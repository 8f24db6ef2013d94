import type { ComponentProps } from "react";

/** A key of the keyboard. */
export const Key = (props: Omit<ComponentProps<"kbd">, "className">) => (
  <kbd
    {...props}
    className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-sunken px-1 font-sans text-2xs text-faint"
  />
);
