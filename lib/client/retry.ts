import { asRefusal } from "./refusal";

const TRIES = 5;
const FIRST_WAIT_MS = 1_500;

/** Refusals that may be different a moment later. */
const PASSING = new Set(["offline", "unavailable", "rate_limited", "internal"]);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Does something that nobody waits for, such as reading a list again: tries it some times, ever later, while what
 * stands against it may pass, and then lets it be.
 */
export async function retry(work: () => Promise<void>): Promise<void> {
  for (let tried = 1, wait = FIRST_WAIT_MS; tried <= TRIES; tried += 1, wait *= 2) {
    try {
      return await work();
    } catch (error) {
      const { code, retryAfter = 0 } = asRefusal(error);
      if (!PASSING.has(code)) return undefined;
      await sleep(Math.max(wait, retryAfter * 1_000));
    }
  }
  return undefined;
}
