import type { Filters } from "@/lib/features/watches/filter-schemas";
import type { Schedule } from "@/lib/features/watches/schedule-schemas";
import type { Notify } from "@/lib/features/watches/watch-schemas";

/** What a member decides of a watch besides its source. */
export type Plan = { name: string; schedule: Schedule; filters: Filters; notify: Notify };

/** What a new watch begins with; the same as the server's own. */
export const NEW_PLAN: Plan = {
  name: "",
  schedule: { kind: "every", minutes: 60 },
  filters: {
    ...{ include: [], exclude: [], pattern: null },
    ...{ minPrice: null, maxPrice: null, inStock: false, maxAgeDays: null },
  },
  notify: { matches: true, newLow: true, back: false, trouble: true },
};

/** What is wrong with a field, and what is wrong inside it: "filters.include" also takes "filters.include.0". */
export type ErrorOf = (field: string) => string | undefined;
