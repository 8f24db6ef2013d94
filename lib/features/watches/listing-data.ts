import { pageAfter, type ReadNewest } from "@/lib/core/accounts/personal-data/newest";
import { type Db, db } from "@/lib/kit/db";

/** What a member keeps of listings: those they saved, hid or noted something about, and their feeds. */
export async function readListingData(userId: string, readNewest: ReadNewest) {
  const listings = await readNewest("listings", (take, after?: { id: string }) =>
    db().listing.findMany({
      where: {
        ownerId: userId,
        OR: [{ savedAt: { not: null } }, { hiddenAt: { not: null } }, { note: { not: "" } }],
      },
      select: {
        ...{ id: true, watchId: true, title: true, link: true, text: true, price: true, currency: true },
        ...{ foundAt: true, savedAt: true, hiddenAt: true, note: true },
      },
      orderBy: [{ foundAt: "desc" }, { id: "desc" }],
      ...pageAfter(take, after),
    }),
  );
  const feeds = await readNewest("feeds", (take, after?: { id: string }) =>
    db().listingFeed.findMany({
      where: { ownerId: userId },
      select: { id: true, name: true, query: true, createdAt: true, readAt: true },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      ...pageAfter(take, after),
    }),
  );
  return { listings, feeds };
}

/** Deletes what a member has beside their watches: the feeds that tell of them, and pages they picked from. */
export async function forgetListings(tx: Db, userId: string): Promise<void> {
  await tx.listingFeed.deleteMany({ where: { ownerId: userId } });
  await tx.watchSnapshot.deleteMany({ where: { ownerId: userId } });
}
