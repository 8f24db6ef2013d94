import { calibrate } from "@/bench/noise";
import { countQueries } from "@/bench/query-counter";
import { report, section } from "@/bench/report";
import { startThrong } from "@/bench/throng";
import type { World } from "@/bench/world";

/** Members who browse at the same time, and how often each goes through everything below. */
const BROWSING = 20;
const ROUNDS = 10;

type Stats = { items: { name: string; hits: number; misses: number }[] };

/** What a member looks at on a walk through the instance: screens, what their scripts ask, and of that what is cached. */
const walks = (room: string): Record<string, string[]> => ({
  "a screen": ["/rooms", `/rooms/${room}`, "/notifications", "/settings", "/settings/preferences"],
  "a list or a room over the API": [
    `/api/v1/rooms/${room}/messages?limit=50`,
    `/api/v1/rooms/${room}/members?limit=100`,
    "/api/v1/users/me/notifications?limit=20",
    "/api/v1/users/me/notifications/unread",
    "/api/v1/online",
  ],
  "what is cached, over the API": ["/api/v1/users/me", "/api/v1/users/me/settings"],
});

/** What the caches spare a member who browses. */
export async function cache(world: World): Promise<void> {
  section(`caches: ${BROWSING} members walk through the instance ${ROUNDS} times`);
  const [admin, ...others] = world.members;
  if (!admin) throw new Error("the world has no members");
  await world.query("UPDATE users SET role = 'admin' WHERE id = $1", [admin.id]);
  const room = await world.makeRoom(BROWSING + 1, 200);
  const counter = await countQueries(world.url);
  const throng = await startThrong(world, { DATABASE_URL: counter.url });
  const get = async (path: string, cookie: string) => {
    const answer = await fetch(throng.url + path, { headers: { cookie } });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${path} was answered ${answer.status}`);
    return text;
  };
  const looked = async () => {
    const { items } = JSON.parse(await get("/api/v1/admin/cache", admin.cookie)) as Stats;
    return items.map(({ name, hits, misses }) => ({ name, hits, misses }));
  };
  // Next loads a page's code when it is first asked for.
  for (const path of Object.values(walks(room)).flat()) await get(path, admin.cookie);
  const before = await looked();
  const browse = async (paths: string[]): Promise<number> => {
    calibrate();
    const queriesBefore = counter.queries();
    await Promise.all(
      others.slice(0, BROWSING).map(async ({ cookie }) => {
        for (let round = 0; round < ROUNDS; round++) for (const path of paths) await get(path, cookie);
      }),
    );
    return (counter.queries() - queriesBefore) / (BROWSING * ROUNDS * paths.length);
  };
  for (const [what, paths] of Object.entries(walks(room))) report(`queries of ${what}`, [await browse(paths)], "");
  const grown = (await looked()).map(({ name, hits, misses }) => {
    const old = before.find((one) => one.name === name);
    return { name, hits: hits - (old?.hits ?? 0), misses: misses - (old?.misses ?? 0) };
  });
  const sum = (field: "hits" | "misses") => grown.reduce((total, one) => total + one[field], 0);
  report("hits of all look-ups", [sum("hits") / (sum("hits") + sum("misses"))], "", { atLeast: 0.9 });
  for (const { name, hits, misses } of grown.filter((one) => one.hits + one.misses > 0)) {
    report(`  ${name}: hits of ${(hits + misses).toLocaleString("en")} look-ups`, [hits / (hits + misses)], "");
  }
  await throng.stop();
  await counter.close();
}
