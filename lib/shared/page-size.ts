/** How many items a page of a list has at most, and unless told. */
export const PAGE_MAX = 100;
export const PAGE_DEFAULT = 20;
