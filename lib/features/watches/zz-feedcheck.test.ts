import { writeFileSync } from "node:fs";
import { test } from "vitest";
import { writeFeed } from "@/lib/features/watches/listing-feed-form";
import { overrideEnv } from "@/lib/kit/env";

test("x", () => {
  const chars =
    Array.from({ length: 0x300 }, (_, c) => String.fromCharCode(c)).join("") +
    "\ud800 \udfff ]]> <![CDATA[ ]]]]> &amp; \ufffe\uffff\u{1F600}<!--";
  const l = {
    id: "01a22d9c-0c22-7770-a898-6740133dc10b",
    watchId: "x",
    watchName: chars,
    title: chars,
    link: "https://a.example/?a=1&b=<\">'",
    text: chars,
    image: "/api/v1/images/x",
    price: "9.5",
    currency: "EUR",
    priceFrom: true,
    priceUpTo: null,
    priceBefore: null,
    lowestPrice: null,
    newLowAt: null,
    availability: "in",
    publishedAt: null,
    foundAt: "2026-11-01T00:00:00Z",
    changedAt: "2026-11-01T00:00:00Z",
    goneAt: null,
    backAt: null,
    matched: true,
    savedAt: null,
    hiddenAt: null,
    note: "",
    version: 1,
  } as never;
  for (const f of ["rss", "atom", "json"] as const)
    writeFileSync(
      "/tmp/feed." + f,
      writeFeed[f]({
        id: "01a22d9c-0c22-7770-a898-6740133dc10b",
        name: chars,
        base: "https://t.example",
        url: "https://t.example/x",
        updatedAt: new Date(),
        listings: [l],
      }),
    );
});
