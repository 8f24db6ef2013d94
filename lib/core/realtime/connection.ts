import { LRUCache } from "lru-cache";
import type { Origin } from "@/lib/core/context";
import { remember } from "@/lib/kit/remember";
import type { DataOf, EventDefinition } from "@/lib/shared/define-event";
import type { SessionEndReason } from "@/lib/shared/live";

/** Events that may be sent: a burst, refilled by so many a second. */
type EventRate = { burst: number; perSecond: number };
const OF_CONNECTION: EventRate = { burst: 60, perSecond: 30 };
/** All connections of a member in a process together, so that more of them bring no more. */
const OF_MEMBER: EventRate = { burst: 180, perSecond: 60 };
/** Members whose allowance is kept: of more, the one that was quiet for longest begins anew. */
const MEMBERS_MAX = 20_000;
/** Refused events, less those that passed, after which a connection is closed rather than answered; a full allowance forgives all. */
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

export const newAllowance = (now = Date.now(), { burst } = OF_CONNECTION): Allowance => ({
  tokens: burst,
  at: now,
  refused: 0,
});

/** Takes one event from the allowance: "ok", "refused" when it is used up, "flood" when the client does not stop. */
export function takeEvent(
  allowance: Allowance,
  now = Date.now(),
  { burst, perSecond } = OF_CONNECTION,
): "ok" | "refused" | "flood" {
  const refill = ((now - allowance.at) / 1000) * perSecond;
  allowance.tokens = Math.min(burst, allowance.tokens + Math.max(0, refill));
  allowance.at = now;
  if (allowance.tokens === burst) allowance.refused = 0;
  if (allowance.tokens >= 1) {
    allowance.tokens -= 1;
    allowance.refused = Math.max(0, allowance.refused - 1);
    return "ok";
  }
  allowance.refused += 1;
  return allowance.refused > REFUSED_MAX ? "flood" : "refused";
}

/**
 * Counts one event for its connection and for its member, who may send no more of them over many connections. False when it
 * is one too many; a connection that goes on all the same is dropped.
 */
export function countEvent(connection: Connection, now = Date.now()): boolean {
  const own = takeEvent(connection.allowance, now);
  const taken = own === "ok" ? takeEvent(allowanceOf(connection.userId, now), now, OF_MEMBER) : own;
  if (taken === "flood") connection.drop("flood");
  return taken === "ok";
}

function allowanceOf(userId: string, now: number): Allowance {
  const all = remember("event-allowances", () => new LRUCache<string, Allowance>({ max: MEMBERS_MAX }));
  const known = all.get(userId);
  if (known) return known;
  const made = newAllowance(now, OF_MEMBER);
  all.set(userId, made);
  return made;
}
