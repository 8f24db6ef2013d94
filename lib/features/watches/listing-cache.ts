import { cache } from "@/lib/kit/cache";
import type { Committed } from "@/lib/kit/transact";
import type { Page } from "@/lib/shared/page";
import type { Listing } from "./listing-schemas";

/** The first pages of lists, each under its owner and what they asked for. */
const pages = cache<Page<Listing>>({ name: "listings", ttlMs: 2 * 60_000, max: 2_000 });

const under = (ownerId: string): string => `${ownerId}?`;

/** The first page that answers `asked`, which names every filter, the sort and the limit. */
export const firstPage = (ownerId: string, asked: object, read: () => Promise<Page<Listing>>): Promise<Page<Listing>> =>
  pages.get(under(ownerId) + JSON.stringify(asked), read);

/** Makes every process read the lists of a member again, after anything in them changed; nobody else's are touched. */
export const dropListings = (_committed: Committed, ownerId: string): void => pages.invalidateUnder(under(ownerId));
