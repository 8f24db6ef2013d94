/** What a limiter decided about one attempt. */
export type Decision = {
  rateLimit: string;
  allowed: boolean;
  limit: number;
  windowMs: number;
  /** How many more attempts of cost 1 would pass right now. */
  remaining: number;
  /** Epoch milliseconds at which the oldest counted attempt leaves the window; for a refusal, when to come back. */
  resetAt: number;
  /** Who decided: the configured store, this process's own window while the store is away, or nobody (let through). */
  source: "store" | "local" | "open";
};
