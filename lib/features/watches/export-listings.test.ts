import { expect, test } from "vitest";
import { bytesOf, textOf } from "@/lib/core/testing/file";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { pool } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { exportListings } from "./export-listings";
import { Listing } from "./listing-schemas";
import { plantListing, plantWatch } from "./testing/listings";

testDatabase();

test("exports what the list would show, with the whole text, as CSV that no spreadsheet takes for formulas", async () => {
  const ann = await makeMember();
  const watchId = await plantWatch(ann, "=Cameras");
  await plantListing(ann, watchId, {
    title: '=HYPERLINK("http://x","y")',
    text: "a,\n".repeat(200),
    note: "@note",
    price: "9.5",
  });
  await plantListing(ann, watchId, { title: "+1", goneAt: "2026-11-02T00:00:00Z" });
  await plantListing(ann, watchId, { title: "-2" });
  const file = await exportListings(memberCtx(ann), {});
  expect(file).toMatchObject({
    name: expect.stringMatching(/^listings-[\d-]{10}\.csv$/),
    type: "text/csv; charset=utf-8",
  });
  const text = await textOf(file.parts);
  expect(text.split("\r\n")[0]).toBe(
    "id,watch,title,link,price,currency,price_before,lowest_price,availability,published_at,found_at,changed_at,gone_at,saved_at,hidden_at,matched,note,text",
  );
  expect(text).toContain(`,'=Cameras,"'=HYPERLINK(""http://x"",""y"")",,9.50,EUR,`);
  expect(text).toContain(`,true,'@note,"${"a,\n".repeat(200)}"\r\n`);
  expect(text).toContain(",'-2,");
  expect(text).not.toContain("+1");
});

test("exports JSON that is an array, whatever was found", async () => {
  const [ann, bea] = await makeMembers(2);
  const watchId = await plantWatch(ann);
  const read = async (who = ann, q = "") => {
    const { parts, type } = await exportListings(memberCtx(who), { format: "json", q });
    expect(type).toBe("application/json; charset=utf-8");
    return Listing.array().parse(JSON.parse(await textOf(parts)));
  };
  await plantListing(ann, watchId, { title: "Große “Kamera”", text: "x".repeat(5_000) });
  await plantListing(ann, watchId, { title: "Tripod" });
  expect((await read()).map(({ title, text }) => [title, text.length])).toEqual([
    ["Tripod", 0],
    ["Große “Kamera”", 5_000],
  ]);
  expect((await read(ann, "kamera")).length).toBe(1);
  expect(await read(ann, "nothing")).toEqual([]);
  expect(await read(bea)).toEqual([]);
});

test("reads page by page, each listing once, and no more than is taken", async () => {
  const ann = await makeMember();
  const watchId = await plantWatch(ann);
  await pool().query(
    `INSERT INTO listings (id, watch_id, owner_id, key, title, price, found_at, changed_at, seen_at, words)
     SELECT gen_random_uuid(), $1, $2, n::text, 'Listing ' || n, nullif(n % 50, 0), now(), now(), now(), '' FROM generate_series(1, 2300) n`,
    [watchId, ann.id],
  );
  for (const sort of ["found", "dearest"] as const) {
    const pages: string[][] = [];
    const { parts } = await exportListings(memberCtx(ann), { format: "json", sort });
    for await (const part of parts) pages.push(String(part).match(/"title":"Listing \d+"/g) ?? []);
    expect(pages.map(({ length }) => length)).toEqual([1_000, 1_000, 300, 0]);
    expect(new Set(pages.flat()).size).toBe(2_300);
  }
  expect((await bytesOf((await exportListings(memberCtx(ann), {})).parts)).toString().split("\r\n")).toHaveLength(
    2_302,
  );
});

test("exports nothing of a watch that is someone else's", async () => {
  const [ann, bea] = await makeMembers(2);
  const watchId = await plantWatch(ann);
  for (const id of [watchId, newId()]) {
    expect(await refusalOf(exportListings(memberCtx(bea), { watchId: id }))).toBe("not_found");
  }
  expect(await refusalOf(exportListings(memberCtx(bea), { format: "xml" as "csv" }))).toBe("invalid_input");
});
