/** A line of the navigation. The current page stands out by colour and weight. */
export const navLinkStyles =
  "flex items-center gap-2.5 rounded-md px-2.5 text-soft text-sm transition-colors duration-100 hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent-ink";
