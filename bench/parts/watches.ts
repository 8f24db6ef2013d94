import { alternate } from "@/bench/alternate";
import { startChild } from "@/bench/child";
import { KINDS, RECIPES } from "@/bench/documents";
import { profiled } from "@/bench/probe";
import type { BareReader } from "@/bench/processes/bare-reader";
import type { Sources } from "@/bench/processes/sources";
import { report, section } from "@/bench/report";
import { ratios } from "@/bench/stats";
import { startThrong } from "@/bench/throng";
import { dropWatches, plantWatches, runAll } from "@/bench/watched";
import type { World } from "@/bench/world";

const WATCHES = 400;
/** As many as Throng visits at once. */
const AT_ONCE = 10;
const MB = 1024 * 1024;

/** Watches that are all due at once, each of its own host, against a program that fetches and parses the same and keeps nothing. */
export async function watches(world: World): Promise<void> {
  section(
    `watches: ${WATCHES} due at once, half of them feeds of 100 entries, half pages of 60 products, one in ten with a new row`,
  );
  const sources = startChild<Sources>("sources");
  const port = await sources.call("listen");
  const kindOf = (index: number) => KINDS[index % KINDS.length] ?? "feed";
  const urls = await plantWatches(world, {
    ...{ port, count: WATCHES, pathOf: (index) => `/${kindOf(index)}/${index}` },
    recipeOf: (index) => RECIPES[kindOf(index)],
  });
  const throng = await startThrong(world, { FETCH_ALLOW: "127.0.0.0/8" });
  const bare = startChild<BareReader>("bare-reader");
  const measure = async (probe: typeof throng.probe, run: () => Promise<number>) => {
    const [before, databaseBefore] = [await probe.cpuMs(), world.databaseCpuMs()];
    const ms = await run();
    const cpuMs = ((await probe.cpuMs()) - before) / WATCHES;
    return { perSecond: (WATCHES / ms) * 1000, cpuMs, databaseMs: (world.databaseCpuMs() - databaseBefore) / WATCHES };
  };
  const [ours = [], theirs = []] = await alternate(
    () => measure(throng.probe, () => profiled(throng.probe, "watches", () => runAll(world))),
    () => measure(bare.probe, async () => (await bare.call("read", { urls, atOnce: AT_ONCE })).ms),
  );
  const pick = (samples: typeof ours, field: keyof (typeof ours)[number]) => samples.map((sample) => sample[field]);
  report("Throng: runs, stored", pick(ours, "perSecond"), "runs/s");
  report("plain fetch and parse, one thread", pick(theirs, "perSecond"), "runs/s");
  report("Throng: CPU of a run", pick(ours, "cpuMs"), "ms");
  report("plain fetch and parse: CPU", pick(theirs, "cpuMs"), "ms");
  report("PostgreSQL: CPU of a run", pick(ours, "databaseMs"), "ms");
  report("Throng ÷ plain, runs a second", ratios(pick(ours, "perSecond"), pick(theirs, "perSecond")), "×", {
    atLeast: 0.5,
  });
  report("Throng ÷ plain, runs for the same CPU", ratios(pick(theirs, "cpuMs"), pick(ours, "cpuMs")), "×", {
    atLeast: 0.5,
  });
  report("Throng: memory afterwards", [(await throng.probe.rss(true)) / MB], "MB");
  await Promise.all([throng.stop(), bare.stop(), sources.stop()]);
  await dropWatches(world);
}
