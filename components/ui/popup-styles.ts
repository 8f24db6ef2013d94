/** The sheet of everything that floats above the page. */
export const popupStyles =
  "origin-(--transform-origin) rounded-lg border border-line bg-raised text-ink shadow-pop outline-none transition-[scale,opacity] duration-150 ease-out data-ending-style:scale-[0.98] data-ending-style:opacity-0 data-starting-style:scale-[0.98] data-starting-style:opacity-0";

/** What dims the page behind a window. */
export const backdropStyles =
  "fixed inset-0 z-40 bg-scrim transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0";
