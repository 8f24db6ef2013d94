import { beforeAll, expect, test } from "vitest";
import { installFeatures } from "@/lib/core/features/install";
import { textOf } from "@/lib/core/testing/file";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { createWatch } from "./create-watch";
import { exportWatches } from "./export-watches";
import { watches } from "./feature";
import { importWatches } from "./import-watches";
import { listWatches } from "./list-watches";

overrideEnv({ RATE_LIMITS: "scraper=100000/1m", SECRET_KEY: "a secret key for tests, long enough to be one" });
testDatabase();
beforeAll(() => installFeatures([watches]));

const opml = (body: string) =>
  `<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>${body}</body></opml>`;

test("takes the feeds of an OPML file over, however they are grouped, and says what it left out", async () => {
  const ctx = memberCtx(await makeMember());
  const text = opml(`
    <outline text="Gardens &amp; yards"><outline text="Inner">
      <outline type="rss" text="Äpfel" xmlUrl="https://a.example/feed?x=1&amp;y=2"/></outline></outline>
    <outline type="rss" text="Again" xmlUrl="https://a.example/feed?x=1&amp;y=2"/>
    <outline type="rss" text="Inside" xmlUrl="http://192.168.1.1/feed"/>
    <outline type="rss" text="" xmlUrl="https://b.example/"/>
    <outline text="Only a folder"/>`);
  const { added, skipped } = await importWatches(ctx, { format: "opml", text, start: false });
  expect(added.map(({ name, url }) => [name, url])).toEqual([
    ["Äpfel", "https://a.example/feed?x=1&y=2"],
    ["https://b.example/", "https://b.example/"],
  ]);
  expect(skipped.map(({ name, why }) => [name, why])).toEqual([
    ["Again", "You watch it already."],
    ["Inside", "url: leads to a private address"],
  ]);
});

test("gives every watch back from the file it wrote", async () => {
  const [from, to] = [memberCtx(await makeMember()), memberCtx(await makeMember())];
  const plan = {
    ...{ name: "Kettles “new”", url: "https://yard.example/list", filters: { include: ["kettle"], maxPrice: 20 } },
    recipe: {
      kind: "html",
      list: "#l",
      rows: "li",
      fields: { title: { selector: "a" }, link: { selector: "a", attribute: "href" } },
    },
    schedule: { kind: "weekly", weekdays: [1, 5], times: ["08:30"], timeZone: "Europe/Berlin" },
  } as const;
  await createWatch(from, { ...plan, start: false } as unknown as Parameters<typeof createWatch>[1]);
  const file = await exportWatches(from, { format: "json" });
  const { skipped } = await importWatches(to, { format: "json", text: await textOf(file.parts), start: false });
  expect(skipped).toEqual([]);
  const [watch] = (await listWatches(to, {})).items;
  const { filters } = plan;
  expect(watch).toMatchObject({ ...plan, filters });
});

test("writes OPML that it reads itself", async () => {
  const [from, to] = [memberCtx(await makeMember()), memberCtx(await makeMember())];
  const feed = {
    name: 'A <b> & "c" 灯',
    url: "https://yard.example/feed?a=1&b=2",
    recipe: { kind: "feed" },
    start: false,
  } as const;
  await createWatch(from, feed);
  await createWatch(from, {
    ...feed,
    name: "A page",
    recipe: { kind: "structured" },
    url: "https://yard.example/page",
  });
  const { parts, type, name } = await exportWatches(from, { format: "opml" });
  expect([type, name]).toEqual(["text/x-opml; charset=utf-8", "watches.opml"]);
  await importWatches(to, { format: "opml", text: await textOf(parts), start: false });
  expect((await listWatches(to, {})).items).toMatchObject([{ name: feed.name, url: feed.url }]);
});

test.each([
  ["json", "{}"],
  ["json", "not json"],
  ["json", '{"format":"throng-watches","version":2,"watches":[]}'],
  ["opml", "<html><body>no</body></html>"],
  ["opml", "plain words"],
  ["opml", `<!DOCTYPE o [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><opml><body>&b;`],
  ["opml", "<outline>".repeat(5_000)],
] as const)("refuses what is no %s file: %s", async (format, text) => {
  const ctx = memberCtx(await makeMember());
  expect(await refusalOf(importWatches(ctx, { format, text }))).toBe("invalid_input");
});

test("names each entry of a file that is wrong, and takes the others", async () => {
  const ctx = memberCtx(await makeMember());
  const entries = [
    { name: "Fine", url: "https://yard.example/f" },
    { name: "No URL" },
    7,
    { name: "Bad", url: "https://x.example", schedule: { kind: "every", minutes: 1 } },
  ];
  const text = JSON.stringify({ format: "throng-watches", version: 1, watches: entries });
  const { added, skipped } = await importWatches(ctx, { format: "json", text, start: false });
  expect(added.map(({ name }) => name)).toEqual(["Fine"]);
  expect(skipped.map(({ name, why }) => [name, why])).toEqual([
    ["No URL", "url: is required"],
    ["", expect.any(String)],
    ["Bad", "schedule.minutes: must be at least 5"],
  ]);
});
