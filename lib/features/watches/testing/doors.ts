import type { FeatureDoors, Owner } from "@/lib/core/testing/doors";
import { pool } from "@/lib/kit/db";
import { newId } from "@/lib/shared/ids";
import { listingDoors } from "./listing-doors";

const watch = { name: "Watched by the test", url: "https://shop.invalid/feed", recipe: { kind: "feed" }, start: false };

async function prepare(owner: Owner) {
  const { ids, secrets } = await listingDoors.prepare(owner);
  const snapshotId = newId();
  await pool().query(
    `INSERT INTO watch_snapshots (id, owner_id, url, content_type, body)
     SELECT $1, owner_id, url, 'text/html', '<p>a page of the owner''s</p>' FROM watches WHERE id = $2`,
    [snapshotId, ids.watchId],
  );
  return { ids: { ...ids, snapshotId }, secrets: [...secrets, "a page of the owner's"] };
}

export const doors: FeatureDoors = {
  prepare,
  api: {
    ...listingDoors.api,
    "GET /watches": { rule: "member" },
    "POST /watches": { rule: "member", body: watch },
    "POST /watches/detect": { rule: "member", body: { url: watch.url } },
    "GET /watches/export": { rule: "member" },
    "POST /watches/import": { rule: "member", body: { format: "json", text: "[]", start: false } },
    "GET /watches/snapshots/[snapshotId]/outline": { rule: "inside" },
    "POST /watches/snapshots/[snapshotId]/pick": { rule: "inside", body: { recipe: watch.recipe } },
    "GET /watches/[watchId]": { rule: "inside" },
    "PATCH /watches/[watchId]": { rule: "inside", body: { notify: { back: true } } },
    "DELETE /watches/[watchId]": { rule: "inside", final: true },
    "GET /watches/[watchId]/runs": { rule: "inside" },
    "POST /watches/[watchId]/preview": { rule: "inside", final: true },
    "POST /watches/[watchId]/run": { rule: "inside", final: true },
    "POST /watches/[watchId]/start": { rule: "inside", final: true },
    "POST /watches/[watchId]/stop": { rule: "inside", final: true },
  },
  pages: {
    ...{ "/listings": "member", "/watches": "member", "/watches/new": "member", "/listings/[listingId]": "inside" },
    ...{ "/watches/[watchId]": "inside", "/watches/[watchId]/runs": "inside", "/watches/[watchId]/settings": "inside" },
  },
};
