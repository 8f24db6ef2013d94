import { withDeadline } from "@/lib/kit/deadline";
import { log } from "@/lib/kit/log";

/** A decision may take 250 ms when the store does not answer; the rest is for everything around it. */
const DEADLINE_MS = 200;
const REST_MS = 1_500;

/**
 * Keeps a store that is down or hangs from slowing every request: after a failure it is left alone for a while, then
 * one request at a time tries it again.
 */
export class Circuit {
  private failing = false;
  private restUntil = 0;

  constructor(
    private readonly name: string,
    private readonly deadlineMs = DEADLINE_MS,
  ) {}

  /** What `task` gives; undefined when the store fails, takes longer than the deadline, or rests. Never rejects. */
  async attempt<T>(task: () => Promise<T>): Promise<T | undefined> {
    const now = performance.now();
    if (now < this.restUntil) return undefined;
    if (this.failing) this.restUntil = now + REST_MS;
    try {
      const result = await withDeadline(
        task(),
        this.deadlineMs,
        `The rate limit store did not answer within ${this.deadlineMs} ms`,
      );
      if (this.failing) log().info({ store: this.name }, "the rate limit store is back");
      this.failing = false;
      this.restUntil = 0;
      return result;
    } catch (error) {
      if (!this.failing) log().warn({ store: this.name, err: error }, "the rate limit store is away");
      this.failing = true;
      this.restUntil = performance.now() + REST_MS;
      return undefined;
    }
  }
}
