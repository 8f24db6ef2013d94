import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "@/lib/kit/log";
import type { Home } from "./home";
import { stopServer } from "./leftovers";
import { becomesReady, type ServerRun } from "./server-process";

type Supervised = { run: ServerRun; launch: () => ServerRun; home: Home; log: Logger };

/** A run this long counts as healthy: the pauses between restarts begin anew. */
const HEALTHY_MS = 60_000;
const PAUSE_MAX_MS = 10_000;
const STOP_MS = 30_000;

/** Keeps a server running: starts it again on the same port whenever it ends by itself, with growing pauses. */
export function supervise({ run: first, launch, home, log }: Supervised): {
  pid: () => number | undefined;
  stop: () => Promise<void>;
} {
  let run = first;
  const stopping = new AbortController();
  const interrupt = () => run.hasEnded() || run.pid === undefined || process.kill(run.pid, "SIGINT");
  process.once("exit", interrupt);

  const watch = async () => {
    for (let pause = 100; ; pause = Math.min(pause * 2, PAUSE_MAX_MS)) {
      const began = Date.now();
      const how = await run.ended;
      if (stopping.signal.aborted) return;
      if (Date.now() - began > HEALTHY_MS) pause = 100;
      log.error(
        { how, pid: run.pid, said: run.said.slice(-5) },
        `PostgreSQL ended by itself; starting it again in ${pause} ms`,
      );
      if (!(await sleeps(pause, stopping.signal))) return;
      run = launch();
      if (await becomesReady(run, home)) log.info({ pid: run.pid }, "PostgreSQL runs again");
    }
  };
  const watching = watch();

  const stop = async () => {
    stopping.abort();
    process.off("exit", interrupt);
    if (run.pid !== undefined && !run.hasEnded()) await stopServer(run.pid, STOP_MS);
    await watching;
  };
  return { pid: () => (run.hasEnded() ? undefined : run.pid), stop };
}

/** False when `signal` cut the pause short. */
const sleeps = (ms: number, signal: AbortSignal): Promise<boolean> => delay(ms, true, { signal }).catch(() => false);
