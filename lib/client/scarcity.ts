import type { LiveLimit } from "@/lib/shared/live";

/** From this share of a limit on, what is left is worth saying. */
const SCARCE_SHARE = 0.2;

/** The limit, if little or nothing of it is left at `now` (epoch milliseconds); later it may have more than is known. */
export function scarcity(limit: LiveLimit | null, now: number): LiveLimit | null {
  if (!limit || now >= limit.resetAt) return null;
  return isSpent(limit) || limit.remaining <= limit.limit * SCARCE_SHARE ? limit : null;
}

export const isSpent = ({ remaining }: LiveLimit): boolean => remaining <= 0;
