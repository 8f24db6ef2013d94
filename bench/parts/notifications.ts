import { setTimeout as delay } from "node:timers/promises";
import { startChild } from "@/bench/child";
import { calibrate } from "@/bench/noise";
import { options } from "@/bench/options";
import type { Crowd } from "@/bench/processes/crowd";
import { report, section } from "@/bench/report";
import { startThrong } from "@/bench/throng";
import type { World } from "@/bench/world";

const CONNECTED = 500;
const MEMBERS = 20_000;

type Sample = { heardMs: number; storedMs: number };

/** (f) An announcement: how fast connected members hear of it, and how long it takes to store it for 20,000. */
export async function notifications(world: World): Promise<void> {
  section(`(f) announcements, ${CONNECTED} members connected`);
  const [boss] = world.members;
  if (!boss) throw new Error("the world is empty");
  await world.promote(boss.id);
  const throng = await startThrong(world);
  const crowd = startChild<Crowd>("crowd");
  const cookies = world.members.slice(0, CONNECTED).map(({ cookie }) => cookie);
  await crowd.call("connect", { url: throng.url, cookies });

  const announce = async (): Promise<Sample> => {
    const beganAt = Date.now();
    const heard = crowd.call("notified", { count: CONNECTED, beganAt });
    const stored = storeAnnouncement(throng.url, boss.cookie).then(() => Date.now() - beganAt);
    return { heardMs: await heard, storedMs: await stored };
  };

  const few = await inRounds(announce);
  report(
    `notifications delivered, ${world.members.length.toLocaleString("en")} members`,
    few.map(({ heardMs }) => (CONNECTED / heardMs) * 1000),
    "deliv./s",
  );
  const leave = await world.addCrowd(MEMBERS - world.members.length);
  const many = await inRounds(announce);
  const seconds = (field: keyof Sample) => many.map((sample) => sample[field] / 1000);
  report(`${MEMBERS.toLocaleString("en")} members: stored and queued`, seconds("storedMs"), "s", { atMost: 5 });
  report(`${MEMBERS.toLocaleString("en")} members: the last who is connected heard`, seconds("heardMs"), "s", {
    atMost: 5,
  });
  await crowd.stop();
  await throng.stop();
  await leave();
}

async function inRounds(run: () => Promise<Sample>): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let round = 0; round <= options.rounds; round++) {
    calibrate();
    const sample = await run();
    if (round > 0) samples.push(sample);
  }
  return samples;
}

type Announcement = { id: string; state: string };

/** Announces to everyone, and settles when all have it. */
async function storeAnnouncement(url: string, cookie: string): Promise<void> {
  const path = `${url}/api/v1/admin/announcements`;
  const headers = { cookie, "content-type": "application/json" };
  const body = JSON.stringify({ title: "Cake in the kitchen", body: "Help yourselves.", audience: "all" });
  const made = await fetch(path, { method: "POST", headers, body });
  if (made.status !== 201) throw new Error(`the announcement was refused: ${await made.text()}`);
  const { id } = (await made.json()) as Announcement;
  for (let state = ""; state !== "sent"; await delay(20)) {
    const { items } = (await (await fetch(`${path}?limit=1`, { headers })).json()) as { items: Announcement[] };
    state = items.find((one) => one.id === id)?.state ?? state;
  }
}
