import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { installFeatures } from "@/lib/core/features/install";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db, pool } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { PRIVATE_HOSTS } from "@/lib/kit/safe-fetch/testing/private-hosts";
import { testCanary } from "@/lib/kit/safe-fetch/testing/servers";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { createWatch } from "./create-watch";
import { detectSource } from "./detect-source";
import { watches } from "./feature";
import { imagePath } from "./image-path";
import { importWatches } from "./import-watches";
import { readListingImage } from "./read-listing-image";
import { makeWatch, runNow, testSite } from "./testing/sources";
import { CarriedWatch } from "./transfer-schemas";
import { updateWatch } from "./update-watch";
import { writeJson } from "./watch-file";

overrideEnv({ RATE_LIMITS: "scraper=100000/1m", SECRET_KEY: "a secret key for tests, long enough to be one" });
testDatabase();
const canary = testCanary();
const site = testSite();
beforeAll(() => installFeatures([watches]));
beforeEach(() => {
  site.start();
  site.asked.length = 0;
  overrideEnv({ FETCH_ALLOW: [] });
});

const OTHERS = [
  ...[
    "file:///etc/passwd",
    "ftp://yard.example/",
    "gopher://yard.example/",
    "data:text/plain,x",
    "javascript:alert(1)",
  ],
  ...["http://user:pass@yard.example/", "https://yard.example:8443/", "http://yard.example:22/", "ws://yard.example/"],
  ...["http://127.0.0.1:PORT@yard.example/", "//127.0.0.1/", "http:///127.0.0.1:PORT/", "http:127.0.0.1:PORT"],
];
const urlsOf = (host: string) => [`http://${host}:${canary.port}/feed`, `http://${host}/feed`];
const recipe = { kind: "feed" } as const;
const untouched = () => expect(canary.connections).toBe(0);

describe("never asks what is inside, without FETCH_ALLOW", () => {
  test.each(PRIVATE_HOSTS)("when %s is to be watched, detected, changed to or imported", async (host) => {
    const ctx = memberCtx(await makeMember());
    const { id } = await createWatch(ctx, { name: "Yard", url: "https://yard.example/", recipe, start: false });
    for (const url of urlsOf(host)) {
      expect(await refusalOf(createWatch(ctx, { name: "x", url, recipe }))).toBe("invalid_input");
      expect(await refusalOf(detectSource(ctx, { url }))).toBe("invalid_input");
      expect(await refusalOf(updateWatch(ctx, { watchId: id, url }))).toBe("invalid_input");
      const { added } = await importWatches(ctx, { format: "json", text: writeJson([{ ...CARRIED, url }]) });
      expect(added).toEqual([]);
    }
    expect(await db().watch.count({ where: { ownerId: ctx.actor.id } })).toBe(1);
    untouched();
  });

  test.each(PRIVATE_HOSTS)("when %s stands in the database, at a run, and where it is an image", async (host) => {
    const owner = await makeMember();
    for (const url of urlsOf(host)) {
      const id = await plant(owner.id, url);
      const { outcome, reason } = await runNow(id);
      expect([outcome, ["private", "port", "url"].includes(reason ?? "")]).toEqual(["failed", true]);
      const image = imagePath(url)?.split("/").at(-1) ?? "";
      expect(await refusalOf(readListingImage(memberCtx(owner), { image }))).toBe("not_found");
    }
    untouched();
  });

  test.each(OTHERS)("when %s is to be watched", async (written) => {
    const ctx = memberCtx(await makeMember());
    const url = written.replace("PORT", String(canary.port));
    expect(await refusalOf(createWatch(ctx, { name: "x", url, recipe }))).toBe("invalid_input");
    untouched();
  });

  test.each(["301", "302", "303", "307", "308"])("when a site redirects there with %s", async (status) => {
    overrideEnv({ FETCH_ALLOW: [`127.0.0.1:${new URL(site.url).port}`] });
    const owner = await makeMember();
    for (const host of ["127.0.0.1", "[::1]", "2130706433", "localhost", "[::ffff:127.0.0.1]", "0x7f.1"]) {
      for (const url of urlsOf(host)) {
        site.reply = { status: Number(status), headers: { location: url } };
        const { id } = await makeWatch(owner, { url: `${site.url}/${newId()}` });
        expect(await runNow(id)).toMatchObject({ outcome: "failed" });
        await pool().query("DELETE FROM watches WHERE id = $1", [id]);
        await pool().query("UPDATE watch_hosts SET next_at = now() - interval '1 second'");
        expect(await refusalOf(detectSource(memberCtx(owner), { url: `${site.url}/${newId()}` }))).toBe(
          "invalid_input",
        );
        await pool().query("UPDATE watch_hosts SET next_at = now() - interval '1 second'");
      }
    }
    untouched();
  });

  test("when a page names a feed and images there", async () => {
    overrideEnv({ FETCH_ALLOW: [`127.0.0.1:${new URL(site.url).port}`] });
    const ctx = memberCtx(await makeMember());
    const inside = `http://127.0.0.1:${canary.port}`;
    site.reply = {
      headers: { "content-type": "text/html" },
      body: `<link rel="alternate" type="application/rss+xml" href="${inside}/feed"><meta property="og:image" content="${inside}/i.png">
        <title>Yard</title><ul>${"<li><a href='/a'>A kettle</a><img src='INSIDE/x.png'></li>".repeat(3).replaceAll("INSIDE", inside)}</ul>`,
    };
    const { feeds } = await detectSource(ctx, { url: `${site.url}/page` });
    for (const { url } of feeds)
      if (url.startsWith(inside)) expect(await refusalOf(detectSource(ctx, { url }))).toBe("invalid_input");
    untouched();
  });
});

const CARRIED: CarriedWatch = { ...CarriedWatch.parse({ name: "x", url: "https://yard.example/" }), recipe };

/** A watch that no verb would have stored. */
async function plant(ownerId: string, url: string): Promise<string> {
  const id = newId();
  const host = `planted-${id}`;
  await pool().query("INSERT INTO watch_hosts (host, robots_at) VALUES ($1, now())", [host]);
  await pool().query("INSERT INTO watch_sources (url) VALUES ($1) ON CONFLICT DO NOTHING", [url]);
  await db().watch.create({
    data: {
      id,
      ownerId,
      url,
      host,
      name: "x",
      recipe,
      schedule: { kind: "every", minutes: 60 },
      notify: {},
      nextRunAt: new Date(),
    },
  });
  return id;
}
