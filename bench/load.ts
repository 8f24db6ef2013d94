import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { type Probe, profiled } from "./probe";

const require = createRequire(import.meta.url);
const AUTOCANNON = require.resolve("autocannon/autocannon.js");
const run = promisify(execFile);

export type Request = {
  url: string;
  cookie?: string;
  connections?: number;
  /** JSON to post; `[<id>]` in it becomes another text each time. */
  post?: string;
};

/** What one round showed: requests a second, milliseconds of the server's CPU for each, and latencies in milliseconds. */
export type Sample = { rps: number; cpuMs: number; p50: number; p99: number };

type Outcome = {
  requests: { total: number };
  latency: { p50: number; p99: number };
  duration: number;
  errors: number;
  timeouts: number;
  non2xx: number;
};

/** Loads the server that `probe` watches for some seconds from a process of its own. @throws when it refuses anything */
export async function load(request: Request, probe: Probe, seconds: number): Promise<Sample> {
  const before = await probe.cpuMs();
  const { stdout } = await profiled(probe, new URL(request.url).pathname, () =>
    run(process.execPath, [AUTOCANNON, ...argumentsFor(request, seconds)]),
  );
  const cpuMs = (await probe.cpuMs()) - before;
  const { requests, latency, duration, errors, timeouts, non2xx } = JSON.parse(stdout) as Outcome;
  if (errors + timeouts + non2xx > 0 || requests.total === 0) {
    throw new Error(`${request.url}: ${errors} errors, ${timeouts} time-outs and ${non2xx} refusals`);
  }
  return { rps: requests.total / duration, cpuMs: cpuMs / requests.total, p50: latency.p50, p99: latency.p99 };
}

function argumentsFor({ url, cookie, connections = 50, post }: Request, seconds: number): string[] {
  const headers = {
    ...(cookie && { cookie }),
    ...(post && { "content-type": "application/json", origin: new URL(url).origin }),
  };
  return [
    ...["-c", String(connections), "-d", String(seconds), "-j", "-n"],
    ...Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}=${value}`]),
    ...(post ? ["-m", "POST", "-I", "-b", post] : []),
    url,
  ];
}
