import { expect, test } from "vitest";
import { hearLive } from "@/lib/core/testing/live";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { listingsChanged } from "./events";
import { getListing } from "./get-listing";
import { listListings } from "./list-listings";
import { plantListing, plantWatch } from "./testing/listings";
import { updateListing } from "./update-listing";

testDatabase();
const live = hearLive();

test("saves, hides and notes, and takes it back, each a version", async () => {
  const ann = await makeMember();
  const ctx = memberCtx(ann);
  const listingId = await plantListing(ann, await plantWatch(ann), { title: "Leica" });
  const saved = await updateListing(ctx, { listingId, saved: true });
  expect(saved).toMatchObject({ savedAt: expect.any(String), hiddenAt: null, note: "", version: 2 });
  const noted = await updateListing(ctx, { listingId, hidden: true, note: " for\r\nUncle Jörg " });
  expect(noted).toMatchObject({
    savedAt: saved.savedAt,
    hiddenAt: expect.any(String),
    note: "for\nUncle Jörg",
    version: 3,
  });
  expect(await getListing(ctx, { listingId })).toEqual(noted);
  const back = await updateListing(ctx, { listingId, saved: false, hidden: false, note: "" });
  expect(back).toMatchObject({ savedAt: null, hiddenAt: null, note: "", version: 4 });
});

test("what is so already is no change", async () => {
  const ann = await makeMember();
  const listingId = await plantListing(ann, await plantWatch(ann));
  const saved = await updateListing(memberCtx(ann), { listingId, saved: true });
  for (const change of [{}, { saved: true }, { hidden: false, note: "" }]) {
    expect(await updateListing(memberCtx(ann), { listingId, ...change })).toEqual(saved);
  }
  expect(live.on(listingsChanged, { userId: ann.id })).toHaveLength(1);
});

test("tells the owner's pages, with the beginning of the text", async () => {
  const ann = await makeMember();
  const watchId = await plantWatch(ann);
  const listingId = await plantListing(ann, watchId, { text: "💡".repeat(500) });
  const answer = await updateListing(memberCtx(ann), { listingId, note: "look" });
  expect(answer.text).toBe("💡".repeat(500));
  expect(live.on(listingsChanged, { userId: ann.id })).toEqual([
    { watchId, listings: [{ ...answer, text: "💡".repeat(300) }], newIds: [], count: 1 },
  ]);
});

test("a note is found by its words, and title and text still are", async () => {
  const ann = await makeMember();
  const listingId = await plantListing(ann, await plantWatch(ann), { title: "Leica", text: "silver" });
  await updateListing(memberCtx(ann), { listingId, note: "birthday" });
  const find = async (q: string) => (await listListings(memberCtx(ann), { q })).items.map(({ id }) => id);
  for (const q of ["birth", "leica", "silver", "leica birthday"]) expect(await find(q)).toEqual([listingId]);
  await updateListing(memberCtx(ann), { listingId, note: "" });
  expect(await find("birthday")).toEqual([]);
});

test("two changes at once both hold", async () => {
  const ann = await makeMember();
  const listingId = await plantListing(ann, await plantWatch(ann));
  const changes = [{ saved: true }, { hidden: true }, { note: "both" }];
  await Promise.all(changes.map((change) => updateListing(memberCtx(ann), { listingId, ...change })));
  expect(await getListing(memberCtx(ann), { listingId })).toMatchObject({
    ...{ savedAt: expect.any(String), hiddenAt: expect.any(String), note: "both", version: 4 },
  });
});

test("others have no such listing", async () => {
  const [ann, bea] = await makeMembers(2);
  const listingId = await plantListing(ann, await plantWatch(ann));
  for (const id of [listingId, newId()]) {
    expect(await refusalOf(getListing(memberCtx(bea), { listingId: id }))).toBe("not_found");
    expect(await refusalOf(updateListing(memberCtx(bea), { listingId: id, saved: true }))).toBe("not_found");
  }
  expect(await getListing(memberCtx(ann), { listingId })).toMatchObject({ savedAt: null, version: 1 });
});

test.each([{ note: "x".repeat(2_001) }, { note: "a\u0000b" }, { note: "\ud800" }, { saved: "yes" }, { title: "x" }])(
  "refuses %j",
  async (change) => {
    const attempt = updateListing(memberCtx(await makeMember()), { listingId: newId(), ...(change as object) });
    expect(await refusalOf(attempt)).toBe("invalid_input");
  },
);
