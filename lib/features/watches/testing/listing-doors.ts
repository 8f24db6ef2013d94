import type { FeatureDoors, Owner } from "@/lib/core/testing/doors";
import { imagePath } from "@/lib/features/watches/image-path";
import { plantListing, plantWatch } from "@/lib/features/watches/testing/listings";
import { pool } from "@/lib/kit/db";

const SECRETS = { title: "Lantern of the lighthouse", note: "hide it in the cellar", feed: "Reading of the tides" };

const lastPart = (path: string | null): string => path?.split("/").at(-1) ?? "";

async function prepare(owner: Owner) {
  const { body: feed } = await owner.post("/api/v1/listings/feeds", { name: SECRETS.feed });
  const { rows } = await pool().query<{ id: string }>("SELECT owner_id AS id FROM listing_feeds WHERE id = $1", [
    feed.id,
  ]);
  const [member] = rows;
  if (!member) throw new Error("The feed was not stored.");
  const watchId = await plantWatch(member);
  const listingId = await plantListing(member, watchId, { title: SECRETS.title, note: SECRETS.note, price: "7" });
  const image = lastPart(imagePath("https://images.invalid/lantern.png"));
  return {
    ids: { watchId, listingId, feedId: String(feed.id), secret: lastPart(String(feed.path)), image },
    secrets: Object.values(SECRETS),
  };
}

export const listingDoors = {
  prepare,
  api: {
    "GET /listings": { rule: "member" },
    "GET /listings/export": { rule: "member" },
    "GET /listings/[listingId]": { rule: "inside" },
    "PATCH /listings/[listingId]": { rule: "inside", body: { saved: true } },
    "GET /listings/[listingId]/prices": { rule: "inside" },
    "GET /listings/feeds": { rule: "member" },
    "POST /listings/feeds": { rule: "member", body: { name: "Made by the test" } },
    "DELETE /listings/feeds/[feedId]": { rule: "inside", final: true },
    "GET /feeds/[secret]": { rule: "anyone" },
    "GET /images/[image]": { rule: "anyone" },
  },
} satisfies FeatureDoors;
