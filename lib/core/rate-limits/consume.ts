import { LRUCache } from "lru-cache";
import type { Decision } from "@/lib/kit/limiter/decision";
import { createLimiter, type Limiter } from "@/lib/kit/limiter/limiter";
import { type Logger, log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { POLICY_NAMES, type PolicyName, policies } from "./policies";

/** How often a policy decided what since this process began. */
export type PolicyCounts = { allowed: number; refused: number; local: number; open: number };

type State = {
  limiters: Record<PolicyName, Limiter>;
  counts: Record<PolicyName, PolicyCounts>;
  logged: LRUCache<string, true>;
};

const LOGGED_MAX = 10_000;

const state = (): State =>
  remember("rate-limits", () => ({
    limiters: perPolicy((name) => createLimiter({ name, ...policies()[name] })),
    counts: perPolicy(() => ({ allowed: 0, refused: 0, local: 0, open: 0 })),
    logged: new LRUCache<string, true>({ max: LOGGED_MAX }),
  }));

/**
 * Counts an attempt of `key` (see keys.ts) under `policy`. A refusal is counted and logged once per key and window.
 * Never rejects, and takes 250 ms at most when the store is down.
 */
export async function consume(
  policy: PolicyName,
  key: string,
  from: { log: Logger } = { log: log() },
): Promise<Decision> {
  const { limiters, counts } = state();
  const decision = await limiters[policy].consume(key);
  const count = counts[policy];
  if (decision.allowed) count.allowed++;
  else count.refused++;
  if (decision.source !== "store") count[decision.source]++;
  if (!decision.allowed) note(decision, key, from);
  return decision;
}

/** What `key` has left under `policy`; nothing is counted. */
export const peek = (policy: PolicyName, key: string): Promise<Decision> => state().limiters[policy].peek(key);

/** Decisions of this process by policy, since it began. */
export const rateLimitCounts = (): Record<PolicyName, PolicyCounts> => structuredClone(state().counts);

function note({ policy, limit, windowMs, source }: Decision, key: string, from: { log: Logger }): void {
  const { logged } = state();
  const id = `${policy}:${key}`;
  if (logged.has(id)) return;
  logged.set(id, true, { ttl: windowMs });
  from.log.warn({ event: "rate_limited", policy, key, limit, windowMs, source }, "Rate limit exceeded");
}

function perPolicy<T>(make: (name: PolicyName) => T): Record<PolicyName, T> {
  return Object.fromEntries(POLICY_NAMES.map((name) => [name, make(name)])) as Record<PolicyName, T>;
}
