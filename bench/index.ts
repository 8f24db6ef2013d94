import { buildProcesses } from "./build";
import { describeNoise } from "./noise";
import { options } from "./options";
import { alikeTiming } from "./parts/alike-timing";
import { cache } from "./parts/cache";
import { connections } from "./parts/connections";
import { deliveries } from "./parts/deliveries";
import { hostileSources } from "./parts/hostile-sources";
import { listings } from "./parts/listings";
import { messages } from "./parts/messages";
import { notifications } from "./parts/notifications";
import { reads } from "./parts/reads";
import { retention } from "./parts/retention";
import { start } from "./parts/start";
import { watches } from "./parts/watches";
import { whoAmI } from "./parts/who-am-i";
import { makeWorld, type World } from "./world";

/**
 * `npm run bench` measures Throng against its yardsticks, both in turns on this machine; `npm run bench -- messages` one
 * part of it. Every figure is the median of the rounds, with the span from the lowest to the highest.
 */
const PARTS: Record<string, (world: World) => Promise<void>> = {
  "who-am-i": whoAmI,
  messages,
  deliveries,
  connections,
  reads,
  cache,
  "alike-timing": alikeTiming,
  retention,
  watches,
  "hostile-sources": hostileSources,
  listings,
  notifications,
  start,
};

const unknown = options.parts.filter((part) => !(part in PARTS));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}: choose from ${Object.keys(PARTS).join(", ")}.`);
  process.exit(1);
}

await buildProcesses();
const world = await makeWorld();
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => void world.end().finally(() => process.exit(1)));
}
try {
  for (const [name, part] of Object.entries(PARTS)) {
    if (options.parts.length === 0 || options.parts.includes(name)) await part(world);
  }
  console.log(`\nNoise: ${describeNoise()}.\n`);
} finally {
  await world.end();
}
