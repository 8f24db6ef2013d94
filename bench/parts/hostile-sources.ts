import { alternate } from "@/bench/alternate";
import { startChild } from "@/bench/child";
import { RECIPES } from "@/bench/documents";
import { load } from "@/bench/load";
import { options } from "@/bench/options";
import type { BareHttp } from "@/bench/processes/bare-http";
import type { Sources } from "@/bench/processes/sources";
import { report, section } from "@/bench/report";
import { ratios } from "@/bench/stats";
import { startThrong } from "@/bench/throng";
import { dropWatches, plantWatches, runAll } from "@/bench/watched";
import type { World } from "@/bench/world";

const PATH = "/api/v1/users/me";
const WATCHES = 8;
const CONNECTIONS = 10;

/** What a member waits for their name while hostile pages are read, against a bare handler beside the same reading. */
export async function hostileSources(world: World): Promise<void> {
  section(`hostile sources: GET ${PATH} while ${WATCHES} pages of 80,000 attributes are read over and over`);
  const cookie = world.members[0]?.cookie ?? "";
  const sources = startChild<Sources>("sources");
  const port = await sources.call("listen");
  await plantWatches(world, {
    ...{ port, count: WATCHES, pathOf: (index) => `/hostile/${index}` },
    recipeOf: () => RECIPES.page,
  });
  const throng = await startThrong(world, { FETCH_ALLOW: "127.0.0.0/8" });
  const bare = startChild<BareHttp>("bare-http");
  const body = await (await fetch(throng.url + PATH, { headers: { cookie } })).text();
  const barePort = await bare.call("listen", { path: PATH, body });
  const attacked = { isOver: false };
  const attack = (async () => {
    while (!attacked.isOver) await runAll(world);
  })();
  const loaded = (url: string, probe: typeof throng.probe) => () =>
    load({ url: url + PATH, cookie, connections: CONNECTIONS }, probe, options.seconds);
  const [ours = [], theirs = []] = await alternate(
    loaded(throng.url, throng.probe),
    loaded(`http://127.0.0.1:${barePort}`, bare.probe),
  );
  attacked.isOver = true;
  await attack;
  const p99 = (samples: typeof ours) => samples.map((sample) => sample.p99);
  report("Throng: p99", p99(ours), "ms");
  report("bare handler: p99", p99(theirs), "ms");
  report("Throng ÷ bare handler, p99", ratios(p99(ours), p99(theirs)), "×", { atMost: 2 });
  await Promise.all([throng.stop(), bare.stop(), sources.stop()]);
  await dropWatches(world);
}
