import type { RateLimit } from "@/lib/core/engine/rate-limits/types";

/** What rooms limit, by the name of the limit. */
export const roomLimits: Record<string, RateLimit> = {
  /** Sending a chat message, over HTTP and sockets together. */
  chat: { limit: 50, windowMs: 3_600_000, keyedBy: "member", onStoreDown: "open" },
};
