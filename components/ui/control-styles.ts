/** The frame every text control shares. 16 px on touch screens: anything smaller makes phones zoom in. */
export const controlStyles =
  "w-full rounded-md border border-line-strong bg-surface px-3 text-ink text-sm any-pointer-coarse:text-base placeholder:text-faint transition-[border-color,box-shadow] duration-150 hover:border-faint focus:border-accent focus:outline-2 focus:outline-accent/35 focus:outline-offset-0 disabled:opacity-60 data-invalid:border-danger data-invalid:focus:outline-danger/35";
