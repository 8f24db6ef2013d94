import { expect, test } from "vitest";
import { makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { pool } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { listPrices } from "./list-prices";
import { plantListing, plantWatch } from "./testing/listings";

testDatabase();

test("lists what a listing cost, the newest first and page by page, to its owner alone", async () => {
  const [ann, bea] = await makeMembers(2);
  const watchId = await plantWatch(ann);
  const [listingId, other] = [await plantListing(ann, watchId), await plantListing(ann, watchId)];
  const add = "INSERT INTO listing_prices (listing_id, at, price, currency) VALUES ($1, $2, $3, 'EUR')";
  for (const [day, price] of ["10.0000", "9.5", "0.1234", "8.9990", "7"].entries()) {
    await pool().query(add, [listingId, `2026-11-0${day + 1}T08:00:00.001Z`, price]);
  }
  await pool().query(add, [other, "2026-11-09T08:00:00Z", "1"]);
  const seen: string[] = [];
  for (let cursor: string | undefined | null; cursor !== null; ) {
    const page = await listPrices(memberCtx(ann), { listingId, limit: 2, cursor });
    seen.push(...page.items.map(({ at, price, currency }) => `${at.slice(0, 10)} ${price} ${currency}`));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual([
    ...[
      "2026-11-05 7 EUR",
      "2026-11-04 8.999 EUR",
      "2026-11-03 0.1234 EUR",
      "2026-11-02 9.50 EUR",
      "2026-11-01 10 EUR",
    ],
  ]);
  for (const id of [listingId, newId()]) {
    expect(await refusalOf(listPrices(memberCtx(bea), { listingId: id }))).toBe("not_found");
  }
  expect(await refusalOf(listPrices(memberCtx(ann), { listingId, cursor: "x" }))).toBe("invalid_input");
});
