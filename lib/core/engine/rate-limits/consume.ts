import { LRUCache } from "lru-cache";
import { added, figure } from "@/lib/kit/figures";
import { ipKey } from "@/lib/kit/ip";
import type { Decision } from "@/lib/kit/limiter/decision";
import { createLimiter, type Limiter } from "@/lib/kit/limiter/limiter";
import { type Logger, log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { rateLimitOf } from "./rate-limits";
import { type Rule, ruleOf } from "./rules";
import { type RateLimitName, rateLimitNames } from "./types";
import { noteViolation } from "./violations";

/** How often a rate limit decided what since this process began; `shadowed` would have been refused. */
export type RateLimitCounts = { allowed: number; refused: number; shadowed: number; local: number; open: number };

/** Nothing was decided. */
export const NO_COUNTS: RateLimitCounts = { allowed: 0, refused: 0, shadowed: 0, local: 0, open: 0 };

/** Where an attempt comes from, beside the key it counts under. */
type Asker = { log: Logger; ip: string };

type State = {
  /** By the rule they hold: limiters of one rate limit share its counters. */
  limiters: WeakMap<Rule, Limiter>;
  accountLimiters: WeakMap<Rule, Limiter>;
  counts: Map<RateLimitName, RateLimitCounts>;
  logged: LRUCache<string, true>;
};

/** Throng itself. */
const HERE: Asker = {
  get log() {
    return log();
  },
  ip: "",
};

const LOGGED_MAX = 10_000;

const state = (): State =>
  remember("rate-limits", () => ({
    limiters: new WeakMap<Rule, Limiter>(),
    accountLimiters: new WeakMap<Rule, Limiter>(),
    counts: new Map(),
    logged: new LRUCache<string, true>({ max: LOGGED_MAX }),
  }));

/**
 * Counts an attempt of `key` (see keys.ts) under the rule of `rateLimit` in force. A refusal is counted, and logged once per
 * key and window; in shadow it passes all the same. Never rejects, and takes 250 ms at most when the store is down.
 */
export async function consume(
  rateLimit: RateLimitName,
  key: string,
  from: Asker = HERE,
  userId?: string,
): Promise<Decision> {
  const rule = ruleOf(rateLimit, userId);
  const { shadow } = rule;
  const decision = await limiterOf(rateLimit, rule).consume(key);
  const count = countOf(rateLimit);
  if (decision.source !== "store") count[decision.source]++;
  if (decision.allowed) count.allowed++;
  else note(decision, key, from, shadow, userId);
  return shadow ? { ...decision, allowed: true } : decision;
}

/**
 * Whether an attempt fits the quota of sign-ins of the account that the name stands for. It follows the rule of `login` with
 * counters of its own, since the attempt is counted as such by its name already.
 */
export async function fitsAccount(account: string, { ip }: Pick<Asker, "ip">): Promise<boolean> {
  const rule = ruleOf("login");
  const key = `account:${account}|${ipKey(ip)}`;
  const { allowed } = await limiterOf("login", rule, "login-account", state().accountLimiters).consume(key);
  if (!allowed)
    noteViolation({ rateLimit: "login", key, userId: null, ip, reason: reasonOf(rule), shadow: rule.shadow });
  return allowed || rule.shadow;
}

/** What `key` has left under `rateLimit`; nothing is counted. */
export const peek = (rateLimit: RateLimitName, key: string, userId?: string): Promise<Decision> =>
  limiterOf(rateLimit, ruleOf(rateLimit, userId)).peek(key);

/** Forgets what was counted for `key` under `rateLimit`, in every process. */
export const resetKey = (rateLimit: RateLimitName, key: string): Promise<Decision> =>
  limiterOf(rateLimit, ruleOf(rateLimit)).reset(key);

function countOf(rateLimit: RateLimitName): RateLimitCounts {
  const { counts } = state();
  const known = counts.get(rateLimit);
  if (known) return known;
  const made = { ...NO_COUNTS };
  counts.set(rateLimit, made);
  return made;
}

const told = figure(
  "rate-limits",
  (): Record<RateLimitName, RateLimitCounts> =>
    Object.fromEntries(rateLimitNames().map((name) => [name, { ...countOf(name) }])),
);

/** Decisions by rate limit, of every living process since it began. */
export function allLimitCounts(): Record<RateLimitName, RateLimitCounts> {
  const [own = {}, ...others] = told();
  const sumOf = (rateLimit: RateLimitName, counts: RateLimitCounts) =>
    others.reduce((sum, limits) => added(sum, limits[rateLimit]), counts);
  return Object.fromEntries(Object.entries(own).map(([rateLimit, counts]) => [rateLimit, sumOf(rateLimit, counts)]));
}

function limiterOf(
  rateLimit: RateLimitName,
  rule: Rule,
  name: string = rateLimit,
  limiters = state().limiters,
): Limiter {
  const known = limiters.get(rule);
  if (known) return known;
  const { limit, windowMs } = rule;
  const made = createLimiter({ name, limit, windowMs, onStoreDown: rateLimitOf(rateLimit).onStoreDown });
  limiters.set(rule, made);
  return made;
}

function note(decision: Decision, key: string, from: Asker, shadow: boolean, userId?: string): void {
  const { rateLimit, limit, windowMs, source } = decision;
  const { logged } = state();
  countOf(rateLimit)[shadow ? "shadowed" : "refused"]++;
  noteViolation({ rateLimit, key, userId: userId ?? null, ip: from.ip, reason: reasonOf(decision), shadow });
  const id = `${rateLimit}:${key}`;
  if (logged.has(id)) return;
  logged.set(id, true, { ttl: windowMs });
  from.log.warn({ event: "rate_limited", rateLimit, key, limit, windowMs, source, shadow }, "Rate limit exceeded");
}

const reasonOf = ({ limit, windowMs }: { limit: number; windowMs: number }): string =>
  `${limit} in ${Math.ceil(windowMs / 1000)} s`;
