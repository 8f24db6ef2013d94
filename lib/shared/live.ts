import { z } from "zod";
import type { ErrorCode, FieldError } from "./errors";

/** The refusal inside an acknowledgement. */
export type LiveError = {
  code: ErrorCode;
  message: string;
  errors?: FieldError[];
  rateLimit?: string;
  retryAfter?: number;
};

/** What a rate limit left after a limited event, so that a composer can show it: calls left and epoch milliseconds. */
export type LiveLimit = { rateLimit: string; limit: number; remaining: number; resetAt: number };

/** The answer to every event a client sends. */
export type Ack<T = unknown> = { data: T; limit?: LiveLimit } | { error: LiveError };

/** One frame of the plain WebSocket, both ways. `id` pairs a frame with its acknowledgement. */
export const Frame = z.strictObject({
  type: z.string().min(1).max(40),
  id: z.union([z.string().max(64), z.number()]).optional(),
  data: z.unknown().optional(),
  timestamp: z.number().optional(),
});
export type Frame = z.infer<typeof Frame>;

export const SessionEndReason = z.enum([
  "signed_out",
  "revoked",
  "deactivated",
  "password_changed",
  "expired",
  "evicted",
]);
export type SessionEndReason = z.infer<typeof SessionEndReason>;
