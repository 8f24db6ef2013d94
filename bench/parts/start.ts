import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { PROBED } from "@/bench/child";
import { calibrate } from "@/bench/noise";
import { options } from "@/bench/options";
import { probeOf } from "@/bench/probe";
import { report, section } from "@/bench/report";
import { runServer } from "@/server/testing/run-server";

const IDLE_MS = 5_000;
const MEGABYTE = 1024 * 1024;

/** From the command to the first answer, with a database of its own, and what the process holds when nobody comes. */
export async function start(): Promise<void> {
  section("start, with its own PostgreSQL");
  const folder = mkdtempSync(join(tmpdir(), "throng-bench-"));
  chmodSync(folder, 0o711);
  const first = await startOnce(join(folder, "data"));
  const later = [];
  for (let round = 0; round < options.rounds; round++) {
    calibrate();
    later.push(await startOnce(join(folder, "data")));
  }
  rmSync(folder, { recursive: true, force: true });
  report("first start to first answer, making the database", [first.seconds], "s");
  report(
    "start to first answer",
    later.map(({ seconds }) => seconds),
    "s",
    { atMost: 3 },
  );
  report(
    "idle memory of the server process",
    later.map(({ mb }) => mb),
    "MB",
    { atMost: 300 },
  );
}

async function startOnce(dataDir: string): Promise<{ seconds: number; mb: number }> {
  const began = performance.now();
  const server = await runServer({ dataDir, env: { LOG_LEVEL: "warn", NODE_OPTIONS: PROBED } });
  const answer = await fetch(`${server.url}/api/v1/health`);
  if (answer.status !== 200) throw new Error(`the first answer was ${answer.status}`);
  const seconds = (performance.now() - began) / 1000;
  await delay(IDLE_MS);
  const mb = (await probeOf(server.pid).rss()) / MEGABYTE;
  await server.stop();
  return { seconds, mb };
}
