import { setTimeout as delay } from "node:timers/promises";
import { alternate } from "@/bench/alternate";
import { startChild } from "@/bench/child";
import type { Probe } from "@/bench/probe";
import type { BareSockets } from "@/bench/processes/bare-sockets";
import type { Crowd } from "@/bench/processes/crowd";
import { report, section } from "@/bench/report";
import { ratios } from "@/bench/stats";
import { startThrong } from "@/bench/throng";
import type { World } from "@/bench/world";

const CONNECTIONS = 1_000;
const WARM_UP = 50;
/** For presence to be told and timers of the handshake to be over, in milliseconds. */
const CALM_MS = 3_000;

/** (d) What a connection that does nothing holds of memory, of members who are signed in, against bare Socket.IO. */
export async function connections(world: World): Promise<void> {
  section(`(d) ${CONNECTIONS.toLocaleString("en")} idle connections`);
  const [ours = [], theirs = []] = await alternate(
    async () => {
      const throng = await startThrong(world);
      const held = await hold(world, throng.url, throng.probe);
      await throng.stop();
      return held;
    },
    async () => {
      const bare = startChild<BareSockets>("bare-sockets");
      const held = await hold(world, `http://127.0.0.1:${await bare.call("listen")}`, bare.probe);
      await bare.stop();
      return held;
    },
  );
  const each = (samples: { kb: number }[]) => samples.map(({ kb }) => kb);
  report("Throng, memory of a connection", each(ours), "KB");
  report("bare Socket.IO, memory of a connection", each(theirs), "KB");
  report("Throng ÷ bare, memory", ratios(each(ours), each(theirs)), "×", { atMost: 1.5 });
  report(
    "Throng, connections that answer a ping",
    ours.map(({ alive }) => alive),
    "",
    { atLeast: CONNECTIONS },
  );
}

async function hold(world: World, url: string, probe: Probe): Promise<{ kb: number; alive: number }> {
  const crowd = startChild<Crowd>("crowd");
  const cookies = world.members.slice(0, CONNECTIONS).map(({ cookie }) => cookie);
  await crowd.call("connect", { url, cookies: cookies.slice(0, WARM_UP) });
  await crowd.call("leave");
  await delay(CALM_MS);
  const before = await probe.rss(true);
  await crowd.call("connect", { url, cookies });
  await delay(CALM_MS);
  const after = await probe.rss(true);
  const alive = await crowd.call("ping");
  await crowd.stop();
  return { kb: (after - before) / 1024 / CONNECTIONS, alive };
}
