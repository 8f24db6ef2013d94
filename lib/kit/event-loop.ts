import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";
import { remember } from "./remember";

const RESOLUTION_MS = 10;
/** A histogram forgets after this long, so that figures speak of now, in milliseconds. */
const FRESH_MS = 10_000;

type Monitor = { current: IntervalHistogram; last: { p50: number; p99: number } };

const monitor = (): Monitor =>
  remember("event-loop", () => {
    const current = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    current.enable();
    const made: Monitor = { current, last: { p50: 0, p99: 0 } };
    const fresh = setInterval(() => {
      made.last = read(current);
      current.reset();
    }, FRESH_MS);
    fresh.unref();
    return made;
  });

/** How late the event loop ran in the last whole period, in milliseconds: median and 99th percentile. */
export const eventLoopDelay = (): { p50: number; p99: number } => monitor().last;

/** The histogram counts the timer's own interval too: that is taken off. */
function read(histogram: IntervalHistogram): { p50: number; p99: number } {
  const late = (percentile: number) => {
    const ms = histogram.percentile(percentile) / 1e6 - RESOLUTION_MS;
    return Math.max(0, Math.round(ms * 10) / 10);
  };
  return { p50: late(50), p99: late(99) };
}
