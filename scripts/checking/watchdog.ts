import { statSync } from "node:fs";

type Watchdog = {
  /** Says that something happened. */
  stir: () => void;
  stop: () => void;
};

/**
 * Calls `onHang` once when nothing has happened for `silenceMs`: nobody stirred, and none of `files` has grown. Only time
 * in which this process runs counts, so a machine that slept or was busy elsewhere is no hang.
 */
export function startWatchdog(silenceMs: number, files: string[], onHang: () => void): Watchdog {
  const tickMs = Math.min(1_000, silenceMs / 10);
  let silent = 0;
  let sizes = sizesOf(files);
  const timer = setInterval(() => {
    const now = sizesOf(files);
    silent = now === sizes ? silent + tickMs : 0;
    sizes = now;
    if (silent < silenceMs) return;
    clearInterval(timer);
    onHang();
  }, tickMs);
  return {
    stir: () => {
      silent = 0;
    },
    stop: () => clearInterval(timer),
  };
}

const sizesOf = (files: string[]): string =>
  files.map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0).join();
