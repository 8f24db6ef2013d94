import { alternate } from "@/bench/alternate";
import { type Child, startChild } from "@/bench/child";
import { options } from "@/bench/options";
import { type Probe, profiled } from "@/bench/probe";
import type { BareSockets } from "@/bench/processes/bare-sockets";
import type { Crowd } from "@/bench/processes/crowd";
import { report, section } from "@/bench/report";
import { ratios } from "@/bench/stats";
import { startThrong } from "@/bench/throng";
import type { World } from "@/bench/world";

const SOCKETS = 200;
const PACE = 20;
const STREAMS = 10;

/** A room of 200 connections, held by a process of its own, on a server that `probe` watches. */
type Hall = { crowd: Child<Crowd>; probe: Probe; roomId: string };

/** (c) What everyone in a room of 200 hears, against a Socket.IO server that passes the same bytes on and keeps nothing. */
export async function deliveries(world: World): Promise<void> {
  section(`(c) a room of ${SOCKETS} sockets`);
  const throng = await startThrong(world);
  const bare = startChild<BareSockets>("bare-sockets");
  const bareUrl = `http://127.0.0.1:${await bare.call("listen")}`;
  const roomId = await world.makeRoom(SOCKETS);
  const ours: Hall = { crowd: await gather(world, throng.url, roomId), probe: throng.probe, roomId };
  const theirs: Hall = { crowd: await gather(world, bareUrl, roomId), probe: bare.probe, roomId };

  const [fast = [], bareFast = []] = await alternate(
    () => shout(ours),
    () => shout(theirs),
  );
  const rate = (samples: { perSecond: number }[]) => samples.map(({ perSecond }) => perSecond);
  report("Throng, stored, ten senders at a time", rate(fast), "deliv./s");
  report("bare Socket.IO, ten senders at a time", rate(bareFast), "deliv./s");
  report("Throng ÷ bare, deliveries a second", ratios(rate(fast), rate(bareFast)), "×", { atLeast: 0.8 });
  report("Throng ÷ bare, deliveries for the same CPU", ratios(cpuOf(bareFast), cpuOf(fast)), "×", { atLeast: 0.8 });

  const [calm = [], bareCalm = []] = await alternate(
    () => pace(ours),
    () => pace(theirs),
  );
  for (const [field, goal] of [
    ["p50", 7],
    ["p95", 12],
    ["p99", 18],
  ] as const) {
    report(
      `Throng, ${PACE} msg/s: ${field}`,
      calm.map((sample) => sample[field] ?? Number.NaN),
      "ms",
      { atMost: goal },
    );
    report(
      `bare Socket.IO, ${PACE} msg/s: ${field}`,
      bareCalm.map((sample) => sample[field] ?? Number.NaN),
      "ms",
    );
  }
  report(`Throng, ${PACE} msg/s: CPU of a message`, cpuOf(calm), "ms", { atMost: 8 });
  report(`bare Socket.IO, ${PACE} msg/s: CPU of a message`, cpuOf(bareCalm), "ms");
  await Promise.all([ours.crowd.stop(), theirs.crowd.stop()]);
  await Promise.all([throng.stop(), bare.stop()]);
}

const cpuOf = (samples: { cpuMs: number }[]): number[] => samples.map(({ cpuMs }) => cpuMs);

async function gather(world: World, url: string, roomId: string): Promise<Child<Crowd>> {
  const crowd = startChild<Crowd>("crowd");
  await crowd.call("connect", { url, cookies: world.members.slice(0, SOCKETS).map(({ cookie }) => cookie) });
  await crowd.call("join", { roomId });
  return crowd;
}

async function shout({ crowd, probe, roomId }: Hall) {
  const before = await probe.cpuMs();
  const done = await profiled(probe, "deliveries", () =>
    crowd.call("shout", { roomId, streams: STREAMS, ms: options.seconds * 1000 }),
  );
  const cpuMs = ((await probe.cpuMs()) - before) / done.sent;
  return { perSecond: (done.deliveries / done.ms) * 1000, cpuMs };
}

async function pace({ crowd, probe, roomId }: Hall) {
  const before = await probe.cpuMs();
  const done = await crowd.call("pace", { roomId, perSecond: PACE, ms: options.seconds * 1000 });
  return { ...done, cpuMs: ((await probe.cpuMs()) - before) / done.sent };
}
