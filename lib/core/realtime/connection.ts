import type { Origin } from "@/lib/core/context";
import type { DataOf, EventDefinition } from "@/lib/shared/define-event";
import type { SessionEndReason } from "@/lib/shared/live";

/** Events a connection may send: a burst of 60, refilled by 30 a second. */
const EVENT_BURST = 60;
const EVENTS_PER_SECOND = 30;
/** Refused events, less those that passed, after which a connection is closed rather than answered. */
const REFUSED_MAX = 300;

/** One live connection, whichever transport carries it. */
export type Connection = {
  readonly id: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly origin: Omit<Origin, "requestId">;
  readonly allowance: Allowance;
  send<E extends EventDefinition>(event: E, data: DataOf<E>): void;
  /** The channels it hears now, those it began with among them. */
  channels(): Iterable<string>;
  join(channel: string): void;
  leave(channel: string): void;
  /** Says why, then closes. */
  end(reason: SessionEndReason): void;
  /** Closes without an event before it. */
  drop(why: "flood" | "blocked"): void;
};

export type Allowance = { tokens: number; at: number; refused: number };

export const newAllowance = (now = Date.now()): Allowance => ({ tokens: EVENT_BURST, at: now, refused: 0 });

/** Takes one event from the allowance: "ok", "refused" when it is used up, "flood" when the client does not stop. */
export function takeEvent(allowance: Allowance, now = Date.now()): "ok" | "refused" | "flood" {
  const refill = ((now - allowance.at) / 1000) * EVENTS_PER_SECOND;
  allowance.tokens = Math.min(EVENT_BURST, allowance.tokens + Math.max(0, refill));
  allowance.at = now;
  if (allowance.tokens >= 1) {
    allowance.tokens -= 1;
    allowance.refused = Math.max(0, allowance.refused - 1);
    return "ok";
  }
  allowance.refused += 1;
  return allowance.refused > REFUSED_MAX ? "flood" : "refused";
}
