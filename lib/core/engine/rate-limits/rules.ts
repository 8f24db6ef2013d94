import type { Db } from "@/lib/kit/db";
import { remember } from "@/lib/kit/remember";
import { sharedCopy } from "@/lib/kit/shared-copy";
import type { AfterCommit } from "@/lib/kit/transact";
import { rateLimitOf, rateLimits } from "./rate-limits";
import { currentChanges, currentOverrides, findOverride, lockRateLimit, newestChange } from "./rule-store";
import type { RateLimitName } from "./types";

/** What a rate limit allows at this moment. In shadow it counts what it would refuse, and lets it pass. */
export type Rule = { limit: number; windowMs: number; shadow: boolean };

type Override = { rule: Rule; expiresAt: number };
/** Ready to be looked up: every request asks for one. */
type Rules = { general: Map<string, Rule>; overrides: Map<string, Override> };

const defaults = (): Map<string, Rule> =>
  new Map([...rateLimits()].map(([name, { limit, windowMs }]) => [name, { limit, windowMs, shadow: false }]));
const usualRule = (rateLimit: RateLimitName): Rule => {
  const { limit, windowMs } = rateLimitOf(rateLimit);
  return { limit, windowMs, shadow: false };
};
const rules = (): Rules => remember<Rules>("rate-limit-rules", () => ({ general: defaults(), overrides: new Map() }));
const overrideKey = (userId: string, rateLimit: string): string => `${userId}:${rateLimit}`;

/** The rule in force: a member's override, else what an admin set, else RATE_LIMITS or the default. */
export function ruleOf(rateLimit: RateLimitName, userId?: string): Rule {
  const { general, overrides } = rules();
  const own = userId === undefined || overrides.size === 0 ? undefined : overrides.get(overrideKey(userId, rateLimit));
  if (own && own.expiresAt > Date.now()) return own.rule;
  return general.get(rateLimit) ?? usualRule(rateLimit);
}

/** As `ruleOf`, from the database; nobody else changes a rule of this rate limit until `tx` ends. */
export async function lockRule(tx: Db, rateLimit: RateLimitName, userId?: string): Promise<Rule> {
  await lockRateLimit(tx, rateLimit);
  const change = await newestChange(tx, rateLimit);
  const usual = usualRule(rateLimit);
  const general = change ? changedRule(usual, change) : usual;
  const own = userId === undefined ? null : await findOverride(tx, userId, rateLimit);
  return own ? { limit: own.limit, windowMs: own.windowMs, shadow: general.shadow } : general;
}

type Change = { limit: number | null; windowMs: number | null; shadow: boolean };

/** What a change makes of a rule; null keeps what is usual. */
const changedRule = (usual: Rule, { limit, windowMs, shadow }: Change): Rule => ({
  limit: limit ?? usual.limit,
  windowMs: windowMs ?? usual.windowMs,
  shadow,
});

/** A rule as the audit log names it. */
export const ruleFacts = ({ limit, windowMs, shadow }: Rule) => ({ limit, windowSeconds: windowMs / 1000, shadow });

const copy = sharedCopy("rate-limits", readRules);

/** Keeps the rules that admins set in this process. The answered function stops it. */
export const startRules = copy.start;

/** Makes every process follow the rules before the unit of work that changes them answers. */
export const publishRules = (afterCommit: AfterCommit): void => afterCommit(copy.publish);

async function readRules(): Promise<void> {
  const [changed, overridden] = await Promise.all([currentChanges(), currentOverrides()]);
  const general = defaults();
  for (const { rateLimit, ...change } of changed) {
    const usual = general.get(rateLimit);
    if (usual) general.set(rateLimit, changedRule(usual, change));
  }
  const overrides = overridden.map(({ userId, rateLimit, limit, windowMs, expiresAt }): [string, Override] => {
    const rule = { limit, windowMs, shadow: general.get(rateLimit)?.shadow ?? false };
    return [overrideKey(userId, rateLimit), { rule, expiresAt: expiresAt?.getTime() ?? Number.POSITIVE_INFINITY }];
  });
  Object.assign(rules(), { general, overrides: new Map(overrides) });
}
