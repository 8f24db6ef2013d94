import { alternate } from "@/bench/alternate";
import { startChild } from "@/bench/child";
import { load, type Sample } from "@/bench/load";
import { options } from "@/bench/options";
import type { BareHttp } from "@/bench/processes/bare-http";
import { report, section } from "@/bench/report";
import { ratios } from "@/bench/stats";
import { startThrong } from "@/bench/throng";
import type { World } from "@/bench/world";

const PATH = "/api/v1/users/me";

/** (a) A signed-in, limited, cached read: mounted directly, through Next, and what a handler without any of it costs. */
export async function whoAmI(world: World): Promise<void> {
  section("(a) GET /api/v1/users/me: signed in, limited, cached; 50 connections");
  const cookie = world.members[0]?.cookie ?? "";
  const [ours, next] = await Promise.all([startThrong(world), startThrong(world, { API_MOUNT: "next" })]);
  // A page asked for once turns on what Next keeps on from then: as in any process that has served people.
  await Promise.all([fetch(ours.url), fetch(next.url)]);
  const bare = startChild<BareHttp>("bare-http");
  const body = await (await fetch(ours.url + PATH, { headers: { cookie } })).text();
  const port = await bare.call("listen", { path: PATH, body });
  const [direct = [], throughNext = [], bareOnes = []] = await alternate(
    () => load({ url: ours.url + PATH, cookie }, ours.probe, options.seconds),
    () => load({ url: next.url + PATH, cookie }, next.probe, options.seconds),
    () => load({ url: `http://127.0.0.1:${port}${PATH}`, cookie }, bare.probe, options.seconds),
  );
  tell("mounted directly", direct, 6_800);
  tell("through Next", throughNext);
  tell("bare handler of node:http", bareOnes);
  compare("directly ÷ through Next", direct, throughNext, 8);
  compare("directly ÷ bare handler", direct, bareOnes, 0.35);
  await Promise.all([ours.stop(), next.stop(), bare.stop()]);
}

function tell(what: string, samples: Sample[], goal?: number): void {
  const rps = samples.map((sample) => sample.rps);
  report(what, rps, "req/s", goal === undefined ? undefined : { atLeast: goal });
  const cpu = samples.map((sample) => sample.cpuMs);
  report(`${what}: CPU of a request`, cpu, "ms");
}

function compare(what: string, ours: Sample[], theirs: Sample[], goal: number): void {
  const pick = (samples: Sample[], field: "rps" | "cpuMs") => samples.map((sample) => sample[field]);
  report(`${what}, requests a second`, ratios(pick(ours, "rps"), pick(theirs, "rps")), "×", { atLeast: goal });
  report(`${what}, requests for the same CPU`, ratios(pick(theirs, "cpuMs"), pick(ours, "cpuMs")), "×", {
    atLeast: goal,
  });
}
