import { isDatabaseDown, sqlStateOf } from "@/lib/kit/db";
import { within } from "@/lib/kit/deadline";
import { isDiskFull } from "@/lib/kit/disk-full";
import { log } from "@/lib/kit/log";

type Step = { name: string; run: () => unknown; limitMs: number };

/** What all steps together may take, and what is left to each once that is over, in milliseconds. */
const STOP_MS = 20_000;
const LATE_STEP_MS = 500;

const steps: Step[] = [];
let begun: { at: number; over: Promise<never> } | undefined;
let stopMs = STOP_MS;

/** The terminal and npm each pass a Ctrl-C on: signals this close together are one. */
const ONE_SIGNAL_MS = 1_000;

/**
 * Adds what must be done before this process ends. Register a thing right after opening it: the last one registered runs
 * first, each waits for the one before, and one that takes longer than `limitMs` milliseconds is left behind: sooner when the
 * others before it took long.
 */
export function onShutdown(name: string, run: () => unknown, limitMs = 10_000): void {
  steps.push({ name, run, limitMs });
}

/**
 * Stops in order on SIGINT, SIGTERM and SIGHUP (a second signal ends at once) and on errors nobody caught. The whole stop
 * takes about `limitMs` milliseconds at most.
 */
export function listenForShutdown(limitMs = STOP_MS): void {
  stopMs = limitMs;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => onSignal(signal));
  process.on("uncaughtException", (error) => {
    // What could not be written is lost, and nothing else: no step of ours depends on it.
    if (isDiskFull(error)) log().error({ err: error }, "the disk is full: a file could not be written");
    else endBy(error, "uncaughtException");
  });
  process.on("unhandledRejection", (error) => {
    // The queue of jobs lets what it could not write go unhandled, and what it works on is done again. No failed statement
    // leaves this process itself in doubt.
    if (isDiskFull(error) || isDatabaseDown(error) || sqlStateOf(error) !== undefined) {
      log().error({ err: error }, "the disk or the database failed something that nobody waited for");
    } else endBy(error, "unhandledRejection");
  });
}

function endBy(error: unknown, event: string): void {
  log().fatal({ err: error }, event);
  void shutDown(1);
}

/** Runs the steps once, whoever asks, and ends the process: with `code`, or 1 when a step failed. */
export function shutDown(code: number): Promise<never> {
  begun ??= { at: Date.now(), over: runSteps(code) };
  return begun.over;
}

function onSignal(signal: NodeJS.Signals): void {
  if (!begun) log().info({ signal }, "stopping");
  else if (Date.now() - begun.at > ONE_SIGNAL_MS) {
    log().warn({ signal }, "stopping at once");
    process.exit(1);
  }
  void shutDown(0);
}

async function runSteps(code: number): Promise<never> {
  // A start that was refused before it opened anything has nothing to say: its sentence stands alone.
  if (steps.length === 0) process.exit(code);
  let clean = true;
  const end = performance.now() + stopMs;
  for (let step = steps.pop(); step; step = steps.pop()) {
    const left = Math.max(LATE_STEP_MS, end - performance.now());
    clean = (await runStep({ ...step, limitMs: Math.min(step.limitMs, left) })) && clean;
  }
  log().info("stopped");
  process.exit(clean ? code : 1);
}

/** False when the step failed or was left behind. */
async function runStep({ name, run, limitMs }: Step): Promise<boolean> {
  const began = Date.now();
  try {
    const late = await within(
      Promise.resolve(run()).then(() => false),
      limitMs,
      true,
    );
    if (late) log().error({ step: name, limitMs }, "did not stop in time, going on without it");
    else log().debug({ step: name, ms: Date.now() - began }, "stopped");
    return !late;
  } catch (error) {
    log().error({ step: name, err: error }, "failed to stop, going on without it");
    return false;
  }
}
