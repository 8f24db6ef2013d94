import { setTimeout as delay } from "node:timers/promises";
import { alternate } from "@/bench/alternate";
import { load } from "@/bench/load";
import { options } from "@/bench/options";
import { report, section } from "@/bench/report";
import { ratios } from "@/bench/stats";
import { startThrong, type Throng } from "@/bench/throng";
import { makeWorld, type World } from "@/bench/world";
import { searchText } from "@/lib/features/watches/listing-words";

/** Watches a member, and listings a watch: of all members together 10,000 and 1,000,000. */
const WATCHES = 10;
const LISTINGS = 100;
const CONNECTIONS = 10;

/** List, search and one listing of a member, beside a million of others, against an instance that has that member's alone. */
export async function listings(world: World): Promise<void> {
  section(
    `listings: ${(world.members.length * WATCHES * LISTINGS).toLocaleString("en")} of ${world.members.length * WATCHES} watches`,
  );
  const small = await makeWorld();
  try {
    const [many, few] = [await startThrong(world), await startThrong(small)];
    await plant(small, 1);
    await plant(world, world.members.length);
    for (const [what, path] of Object.entries(await pathsOf(world, many))) {
      const smallPath = (await pathsOf(small, few))[what] ?? path;
      const ask = (one: World, throng: Throng, at: string) => () =>
        load(
          { url: throng.url + at, cookie: one.members[0]?.cookie, connections: CONNECTIONS },
          throng.probe,
          options.seconds,
        );
      const [ours = [], theirs = []] = await alternate(ask(world, many, path), ask(small, few, smallPath));
      const p50 = (samples: typeof ours) => samples.map((sample) => (CONNECTIONS / sample.rps) * 1000);
      report(`${what}: mean time among a million`, p50(ours), "ms");
      report(`${what}: mean time among a thousand`, p50(theirs), "ms");
      report(`${what}: a million ÷ a thousand`, ratios(p50(ours), p50(theirs)), "×", { atMost: 2 });
    }
    await Promise.all([many.stop(), few.stop()]);
  } finally {
    await small.end();
  }
  await world.query("TRUNCATE watches CASCADE", []);
}

/** Searching for other words each time keeps the cache out of it; the list goes on after a cursor for the same reason. */
async function pathsOf(world: World, throng: Throng): Promise<Record<string, string>> {
  const headers = { cookie: world.members[0]?.cookie ?? "" };
  const page = (await (await fetch(`${throng.url}/api/v1/listings?limit=20`, { headers })).json()) as {
    items: { id: string }[];
    nextCursor: string;
  };
  return {
    "a page of the list": `/api/v1/listings?limit=20&cursor=${page.nextCursor}`,
    "a page of a search": `/api/v1/listings?limit=20&q=lens&cursor=${page.nextCursor}`,
    "one listing": `/api/v1/listings/${page.items[0]?.id}`,
  };
}

const PLANT_WATCHES = `
  INSERT INTO watches (id, owner_id, name, url, host, recipe, schedule)
  SELECT gen_random_uuid(), $1::uuid, 'Watch ' || n, 'https://yard.example/' || n, 'yard.example', '{"kind":"feed"}', '{"kind":"every","minutes":60}'
  FROM generate_series(1, ${WATCHES}) n`;

const PLANT_LISTINGS = `
  INSERT INTO listings (id, watch_id, owner_id, key, title, text, price, currency, found_at, changed_at, seen_at, words)
  SELECT gen_random_uuid(), w.id, w.owner_id, n::text, 'Camera ' || n, 'silver lens, well kept', n % 97, 'EUR',
    now() - n * interval '1 minute', now() - n * interval '1 minute', now(), to_tsvector('simple', $2)
  FROM watches w, generate_series(1, ${LISTINGS}) n WHERE w.owner_id = $1::uuid`;

async function plant(world: World, members: number): Promise<void> {
  for (const { id } of world.members.slice(0, members)) {
    await world.query(PLANT_WATCHES, [id]);
    await world.query(PLANT_LISTINGS, [
      id,
      searchText(id, { title: "Camera", text: "silver lens, well kept", note: "" }),
    ]);
  }
  await world.query("SELECT gin_clean_pending_list('listings_words_idx')", []);
  await world.query("ANALYZE", []);
  await delay(500);
}
