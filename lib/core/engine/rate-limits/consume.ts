import { LRUCache } from "lru-cache";
import { addressKey } from "@/lib/kit/address";
import { added, figure } from "@/lib/kit/figures";
import type { Decision } from "@/lib/kit/limiter/decision";
import { createLimiter, type Limiter } from "@/lib/kit/limiter/limiter";
import { type Logger, log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { policyOf } from "./policies";
import { type Rule, ruleOf } from "./rules";
import { type PolicyName, policyNames } from "./types";
import { noteViolation } from "./violations";

/** How often a policy decided what since this process began; `shadowed` would have been refused. */
export type PolicyCounts = { allowed: number; refused: number; shadowed: number; local: number; open: number };

/** Nothing was decided. */
export const NO_COUNTS: PolicyCounts = { allowed: 0, refused: 0, shadowed: 0, local: 0, open: 0 };

/** Where an attempt comes from, beside the key it counts under. */
type Asker = { log: Logger; address: string };

type State = {
  /** By the rule they hold: limiters of one policy share its counters. */
  limiters: WeakMap<Rule, Limiter>;
  accountLimiters: WeakMap<Rule, Limiter>;
  counts: Map<PolicyName, PolicyCounts>;
  logged: LRUCache<string, true>;
};

/** Throng itself. */
const HERE: Asker = {
  get log() {
    return log();
  },
  address: "",
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
 * Counts an attempt of `key` (see keys.ts) under the rule of `policy` in force. A refusal is counted, and logged once per
 * key and window; in shadow it passes all the same. Never rejects, and takes 250 ms at most when the store is down.
 */
export async function consume(policy: PolicyName, key: string, from: Asker = HERE, userId?: string): Promise<Decision> {
  const rule = ruleOf(policy, userId);
  const { shadow } = rule;
  const decision = await limiterOf(policy, rule).consume(key);
  const count = countOf(policy);
  if (decision.source !== "store") count[decision.source]++;
  if (decision.allowed) count.allowed++;
  else note(decision, key, from, shadow, userId);
  return shadow ? { ...decision, allowed: true } : decision;
}

/**
 * Whether an attempt fits the quota of sign-ins of the account that the name stands for. It follows the rule of `login` with
 * counters of its own, since the attempt is counted as such by its name already.
 */
export async function fitsAccount(account: string, { address }: Pick<Asker, "address">): Promise<boolean> {
  const rule = ruleOf("login");
  const key = `account:${account}|${addressKey(address)}`;
  const { allowed } = await limiterOf("login", rule, "login-account", state().accountLimiters).consume(key);
  if (!allowed)
    noteViolation({ policy: "login", key, userId: null, address, reason: reasonOf(rule), shadow: rule.shadow });
  return allowed || rule.shadow;
}

/** What `key` has left under `policy`; nothing is counted. */
export const peek = (policy: PolicyName, key: string, userId?: string): Promise<Decision> =>
  limiterOf(policy, ruleOf(policy, userId)).peek(key);

/** Forgets what was counted for `key` under `policy`, in every process. */
export const resetKey = (policy: PolicyName, key: string): Promise<Decision> =>
  limiterOf(policy, ruleOf(policy)).reset(key);

function countOf(policy: PolicyName): PolicyCounts {
  const { counts } = state();
  const known = counts.get(policy);
  if (known) return known;
  const made = { ...NO_COUNTS };
  counts.set(policy, made);
  return made;
}

const told = figure(
  "rate-limits",
  (): Record<PolicyName, PolicyCounts> => Object.fromEntries(policyNames().map((name) => [name, { ...countOf(name) }])),
);

/** Decisions by policy, of every living process since it began. */
export function allLimitCounts(): Record<PolicyName, PolicyCounts> {
  const [own = {}, ...others] = told();
  const sumOf = (policy: PolicyName, counts: PolicyCounts) =>
    others.reduce((sum, limits) => added(sum, limits[policy]), counts);
  return Object.fromEntries(Object.entries(own).map(([policy, counts]) => [policy, sumOf(policy, counts)]));
}

function limiterOf(policy: PolicyName, rule: Rule, name: string = policy, limiters = state().limiters): Limiter {
  const known = limiters.get(rule);
  if (known) return known;
  const { limit, windowMs } = rule;
  const made = createLimiter({ name, limit, windowMs, onStoreDown: policyOf(policy).onStoreDown });
  limiters.set(rule, made);
  return made;
}

function note(decision: Decision, key: string, from: Asker, shadow: boolean, userId?: string): void {
  const { policy, limit, windowMs, source } = decision;
  const { logged } = state();
  countOf(policy)[shadow ? "shadowed" : "refused"]++;
  noteViolation({ policy, key, userId: userId ?? null, address: from.address, reason: reasonOf(decision), shadow });
  const id = `${policy}:${key}`;
  if (logged.has(id)) return;
  logged.set(id, true, { ttl: windowMs });
  from.log.warn({ event: "rate_limited", policy, key, limit, windowMs, source, shadow }, "Rate limit exceeded");
}

const reasonOf = ({ limit, windowMs }: { limit: number; windowMs: number }): string =>
  `${limit} in ${Math.ceil(windowMs / 1000)} s`;
