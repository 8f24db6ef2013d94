import { type Child, startChild } from "@/bench/child";
import { calibrate } from "@/bench/noise";
import { options } from "@/bench/options";
import type { Crowd } from "@/bench/processes/crowd";
import { report, section } from "@/bench/report";
import { ratios } from "@/bench/stats";
import { startThrong } from "@/bench/throng";
import type { World } from "@/bench/world";
import { retainActivity } from "@/lib/core/activity/tasks";
import { systemContext } from "@/lib/core/context";
import { makePartitions } from "@/lib/core/engine/activity/partitions";
import { closeDatabase, pool, useDatabase } from "@/lib/kit/db";

const SOCKETS = 50;
const PACE = 20;
const ROWS = 1_000_000;
const SETTLE_MS = 5_000;
/** Longer than the task takes. */
const TALK_MS = 6_000;
const DAY = 86_400_000;
/** The weeks that hold the old rows began this many days ago. */
const WEEKS = [180, 173, 166, 159, 152, 145, 138, 131, 124, 117];

/** (g) A million rows of activity that are too old, removed by the daily task while a room of 50 talks. */
export async function retention(world: World): Promise<void> {
  section(`(g) ${ROWS.toLocaleString("en")} old rows of activity removed while ${SOCKETS} sockets talk, ${PACE} msg/s`);
  useDatabase(world.url);
  const throng = await startThrong(world);
  const crowd = startChild<Crowd>("crowd");
  const roomId = await world.makeRoom(SOCKETS);
  const cookies = world.members.slice(0, SOCKETS).map(({ cookie }) => cookie);
  await crowd.call("connect", { url: throng.url, cookies });
  await crowd.call("join", { roomId });
  const [usual, cleaning, took]: number[][] = [[], [], []];
  await talk(crowd, roomId);
  for (let round = 0; round < options.rounds; round++) {
    calibrate();
    await fill(world.members.map(({ id }) => id));
    const before = await talk(crowd, roomId);
    const [p99, ms] = await Promise.all([talk(crowd, roomId), clean()]);
    // Before and after: what else the machine does comes and goes.
    usual?.push((before + (await talk(crowd, roomId))) / 2);
    cleaning?.push(p99);
    took?.push(ms);
  }
  report("chat as usual: p99", usual ?? [], "ms");
  report("chat while the task removes them: p99", cleaning ?? [], "ms");
  report("cleaning ÷ usual", ratios(cleaning ?? [], usual ?? []), "×", { atMost: 1.5 });
  report("time the task took", took ?? [], "ms");
  await crowd.stop();
  await throng.stop();
  await closeDatabase();
}

/** Everyone hears everyone for a while; answers the p99 of the deliveries in milliseconds. */
async function talk(crowd: Child<Crowd>, roomId: string): Promise<number> {
  const { p99 } = await crowd.call("pace", { roomId, perSecond: PACE, ms: TALK_MS });
  return p99 ?? Number.NaN;
}

/** The old rows, spread over ten weeks, and the pages they dirtied written back. */
async function fill(members: string[]): Promise<void> {
  const from = new Date(Date.now() - Math.max(...WEEKS) * DAY);
  await makePartitions(WEEKS.map((days) => new Date(Date.now() - days * DAY)));
  await pool().query(
    `INSERT INTO activity (id, at, user_id, action, feature, count, ip, details)
     SELECT gen_random_uuid(), $1::timestamptz + (n % $2::int) * interval '1 second', ($3::uuid[])[1 + n % 1000], 'use',
       'chat', 1, '192.0.2.1', '{"what": "the bench"}' FROM generate_series(1, $4::int) AS n`,
    [from, 63 * 86_400, members, ROWS],
  );
  await pool().query("ANALYZE activity");
  // Until the disk has written what the filling left behind: that is the bench's doing, not the task's.
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
}

const countOld = async (): Promise<number> => {
  const { rows } = await pool().query<{ count: number }>("SELECT count(*)::int AS count FROM activity WHERE at < $1", [
    new Date(Date.now() - 98 * DAY),
  ]);
  return rows[0]?.count ?? 0;
};

/** Runs the task, and answers how long it took. A task that left rows behind is no measurement. */
async function clean(): Promise<number> {
  // A moment after the talk has begun.
  await new Promise((resolve) => setTimeout(resolve, TALK_MS / 6));
  const before = await countOld();
  if (before < ROWS) throw new Error(`only ${before} of ${ROWS} old rows were there to be removed`);
  const began = performance.now();
  await retainActivity.run(systemContext("bench"), new AbortController().signal);
  const took = performance.now() - began;
  const left = await countOld();
  if (left > 0) throw new Error(`the task left ${left} old rows behind`);
  return took;
}
