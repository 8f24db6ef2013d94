import { cva } from "class-variance-authority";

/** The looks of everything that is pressed: also for links that lead somewhere important. */
export const buttonStyles = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors duration-150 disabled:cursor-not-allowed disabled:opacity-55 data-disabled:cursor-not-allowed data-disabled:opacity-55 [&_svg]:shrink-0",
  {
    variants: {
      look: {
        primary: "bg-accent text-on-accent shadow-card hover:not-data-disabled:bg-accent-hover",
        plain:
          "border border-line-strong/60 bg-surface text-ink shadow-card hover:not-data-disabled:border-line-strong hover:not-data-disabled:bg-hover",
        quiet: "text-soft hover:not-data-disabled:bg-hover hover:not-data-disabled:text-ink data-popup-open:bg-hover",
        danger: "bg-danger text-on-danger shadow-card hover:not-data-disabled:opacity-90",
      },
      size: {
        sm: "h-8 px-3 text-sm [&_svg]:size-4",
        md: "h-10 px-4 text-sm [&_svg]:size-4",
        lg: "h-12 px-6 text-md [&_svg]:size-5",
        icon: "size-9 [&_svg]:size-[1.15rem]",
        "icon-sm": "size-7 [&_svg]:size-4",
      },
    },
    defaultVariants: { look: "primary", size: "md" },
  },
);
