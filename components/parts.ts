import { core } from "@/lib/client/core";
import { features } from "@/lib/features/browser";

/** Core and the features as the browser sees them. What is shown of all of them comes from here. */
export const parts = [core, ...features];

/** The pages in the settings. */
export const settingsPages = parts.flatMap(({ pages }) => pages?.settings ?? []);

/** The pages of the dashboard. */
export const adminPages = parts.flatMap(({ pages }) => pages?.admin ?? []);
