import { alternate } from "@/bench/alternate";
import { load, type Request } from "@/bench/load";
import { options } from "@/bench/options";
import { report, section } from "@/bench/report";
import { ratios } from "@/bench/stats";
import { startThrong } from "@/bench/throng";
import type { World } from "@/bench/world";

const FEW = 20;
const MANY = 2_000;
const MEGABYTE = 1024 * 1024;

/** What people read most, and the memory left behind by all of it. */
export async function reads(world: World): Promise<void> {
  section("reads; 50 connections");
  const [reader, calm, flooded] = world.members;
  if (!reader || !calm || !flooded) throw new Error("the world has no members");
  await world.notify(calm.id, FEW);
  await world.notify(flooded.id, MANY);
  const room = await world.makeRoom(50, 10_000);
  const throng = await startThrong(world);
  // Next loads a page's code when it is first asked for.
  await fetch(throng.url);
  const get = (path: string, cookie?: string) => () =>
    load({ url: throng.url + path, cookie } satisfies Request, throng.probe, options.seconds);

  const [health = [], few = [], many = [], messages = [], home = []] = await alternate(
    get("/api/v1/health"),
    get("/api/v1/users/me/notifications?limit=20", calm.cookie),
    get("/api/v1/users/me/notifications?limit=20", flooded.cookie),
    get(`/api/v1/rooms/${room}/messages?limit=20`, reader.cookie),
    get("/"),
  );
  for (const [what, samples, goal] of [
    ["health, without a sign-in", health, 10_000],
    [`20 notifications of ${FEW} unread`, few, 3_800],
    [`20 notifications of ${MANY.toLocaleString("en")} unread`, many, 3_800],
    ["20 messages of a room", messages, 1_500],
    ["home page", home, 1_000],
  ] as const) {
    report(
      what,
      samples.map(({ rps }) => rps),
      "req/s",
      { atLeast: goal },
    );
    report(
      `${what}: CPU of a request`,
      samples.map(({ cpuMs }) => cpuMs),
      "ms",
    );
  }
  const rate = (samples: { rps: number }[]) => samples.map(({ rps }) => rps);
  report("notifications, many ÷ few unread", ratios(rate(many), rate(few)), "×", { atLeast: 0.9 });
  report("memory after all this", [(await throng.probe.rss()) / MEGABYTE], "MB", { atMost: 500 });
  await throng.stop();
}
