import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

/** Our own text sizes, so that a later `text-soft` is not taken for a size and dropped. */
const merge = extendTailwindMerge({ extend: { classGroups: { "font-size": [{ text: ["2xs", "md"] }] } } });

/** Joins class names; of two that set the same property the later wins. */
export const cn = (...classes: ClassValue[]) => merge(clsx(classes));
