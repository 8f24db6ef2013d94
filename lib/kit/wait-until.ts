import { setTimeout as delay } from "node:timers/promises";

/** Asks every `everyMs` milliseconds whether it is so; false when it still is not after `ms`. */
export async function waitUntil(isSo: () => boolean | Promise<boolean>, ms: number, everyMs = 25): Promise<boolean> {
  const end = performance.now() + ms;
  while (!(await isSo())) {
    if (performance.now() > end) return false;
    await delay(everyMs);
  }
  return true;
}
