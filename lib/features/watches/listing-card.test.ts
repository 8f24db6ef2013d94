import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Sharing } from "@/lib/core/cards/registry";
import { shareCard } from "@/lib/core/cards/share-card";
import { installFeatures } from "@/lib/core/features/install";
import type { FeatureManifest } from "@/lib/core/features/manifest";
import { makeMember, makeMembers, memberCtx, tokenCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { listingParts } from "./listing-parts";
import { plantListing, plantWatch } from "./testing/listings";

testDatabase();

/** A planted place that takes every card. */
const shelf: Sharing[] = [];
const shelves: FeatureManifest = {
  name: "shelves",
  cards: {
    accepts: {
      shelf: {
        places: async () => ({ items: [], nextCursor: null }),
        put: async (_ctx, id, sharing) => `/shelves/${id}?card=${shelf.push(sharing)}`,
      },
    },
  },
};
const place = { kind: "shelf", id: newId() };
beforeAll(() => installFeatures([{ name: "watches", cards: listingParts.cards }, shelves]));
beforeEach(() => void shelf.splice(0));

test("a listing is shared with what it costs, where it is and how it looks", async () => {
  const ann = await makeMember();
  const id = await plantListing(ann, await plantWatch(ann), {
    ...{ title: "Leica M3", text: "a\nb ".repeat(400), price: "1234.5", availability: "in" },
    ...{ link: "https://www.shop.example/m3", image: "https://cdn.example/m3.jpg" },
  });
  const { card } = await shareCard(memberCtx(ann), { kind: "listing", id, to: place, note: "look" });
  expect(card).toEqual({
    ...{ kind: "listing", id, title: "Leica M3", url: `/listings/${id}` },
    text: expect.stringMatching(/^a b a b .*…$/),
    image: expect.stringMatching(/^\/api\/v1\/images\/[\w-]+$/),
    facts: [
      { label: "Price", value: "€1,234.50" },
      { label: "Availability", value: "In stock" },
      { label: "Source", value: "shop.example" },
    ],
  });
  expect(shelf).toMatchObject([{ card, note: "look" }]);
});

test("a listing with a long image URL, and without the rest, is shared without them", async () => {
  const ann = await makeMember();
  const image = `https://cdn.example/${"x".repeat(900)}`;
  const id = await plantListing(ann, await plantWatch(ann, "Cameras"), { title: "Tripod", image });
  const { card } = await shareCard(memberCtx(ann), { kind: "listing", id, to: place });
  expect(card).toMatchObject({ image: null, text: "", facts: [{ label: "Source", value: "Cameras" }] });
});

test("nobody shares what they may not see", async () => {
  const [ann, bea] = await makeMembers(2);
  const id = await plantListing(ann, await plantWatch(ann));
  const share = { kind: "listing", id, to: place };
  expect(await refusalOf(shareCard(memberCtx(bea), share))).toBe("not_found");
  expect(await refusalOf(shareCard(memberCtx(ann), { ...share, id: newId() }))).toBe("not_found");
  expect(await refusalOf(shareCard(tokenCtx(ann, ["cards:write"]), share))).toBe("forbidden");
  expect(await refusalOf(shareCard(tokenCtx(ann, ["cards:write", "listings:read"]), share))).toBe("ok");
  expect(shelf).toHaveLength(1);
});
