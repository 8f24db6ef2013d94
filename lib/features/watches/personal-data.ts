import { pageAfter, type ReadNewest } from "@/lib/core/accounts/personal-data/newest";
import { type Db, db } from "@/lib/kit/db";
import { forgetListings, readListingData } from "./listing-data";

/** What watches keep of a member: what they watch, and what they saved, noted and shared as feeds of what was found. */
export async function readPersonalData(userId: string, readNewest: ReadNewest) {
  const watches = await readNewest("watches", (take, after?: { id: string }) =>
    db().watch.findMany({
      where: { ownerId: userId },
      select: {
        id: true,
        name: true,
        url: true,
        recipe: true,
        filters: true,
        schedule: true,
        state: true,
        createdAt: true,
      },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      ...pageAfter(take, after),
    }),
  );
  return { watches, ...(await readListingData(userId, readNewest)) };
}

/** Deletes a member's watches with all they found, before the account goes. */
export async function forgetPersonalData(tx: Db, userId: string): Promise<void> {
  await tx.watch.deleteMany({ where: { ownerId: userId } });
  await tx.watchSnapshot.deleteMany({ where: { ownerId: userId } });
  await forgetListings(tx, userId);
}

/** Whether a member has watches. */
export const hasWatches = async (tx: Db, userId: string): Promise<boolean> =>
  (await tx.watch.findFirst({ where: { ownerId: userId }, select: { id: true } })) !== null;
