import { expect, test } from "vitest";
import { newestReader } from "@/lib/core/accounts/personal-data/newest";
import { makeMembers } from "@/lib/core/testing/members";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { forgetListings, readListingData } from "./listing-data";
import { plantListing, plantWatch } from "./testing/listings";

testDatabase();

const plantFeed = (ownerId: string, name: string) => db().listingFeed.create({ data: { id: newId(), ownerId, name } });

test("a member's export holds what they said of listings, and their feeds; nobody else's", async () => {
  const [ann, bea] = await makeMembers(2);
  const at = "2026-11-20T00:00:00Z";
  for (const who of [ann, bea]) {
    const watchId = await plantWatch(who);
    await plantListing(who, watchId, { title: "merely found" });
    await plantListing(who, watchId, { title: "saved", savedAt: at, price: "7" });
    await plantListing(who, watchId, { title: "hidden", hiddenAt: at });
    await plantListing(who, watchId, { title: "noted", note: `by ${who.username}` });
    await plantFeed(who.id, "Mine");
  }
  const { listings, feeds } = await readListingData(ann.id, newestReader().readNewest);
  expect(listings.map(({ title, note }) => [title, note])).toEqual([
    ["saved", ""],
    ["hidden", ""],
    ["noted", `by ${ann.username}`],
  ]);
  expect(feeds).toMatchObject([{ name: "Mine" }]);
});

test("forgets a member's feeds and snapshots, and nobody else's", async () => {
  const [ann, bea] = await makeMembers(2);
  for (const { id: ownerId } of [ann, bea]) {
    await plantFeed(ownerId, "Mine");
    await db().watchSnapshot.create({
      data: { id: newId(), ownerId, url: "https://a.example/", body: Buffer.from("x") },
    });
  }
  await forgetListings(db(), ann.id);
  const left = async (ownerId: string) => [
    await db().listingFeed.count({ where: { ownerId } }),
    await db().watchSnapshot.count({ where: { ownerId } }),
  ];
  expect(await left(ann.id)).toEqual([0, 0]);
  expect(await left(bea.id)).toEqual([1, 1]);
});
