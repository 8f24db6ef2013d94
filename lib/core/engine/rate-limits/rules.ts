import type { Db } from "@/lib/kit/db";
import { remember } from "@/lib/kit/remember";
import { sharedCopy } from "@/lib/kit/shared-copy";
import type { AfterCommit } from "@/lib/kit/transact";
import { policies, policyOf } from "./policies";
import { currentChanges, currentOverrides, findOverride, lockPolicy, newestChange } from "./rule-store";
import type { PolicyName } from "./types";

/** What a policy allows at this moment. In shadow it counts what it would refuse, and lets it pass. */
export type Rule = { limit: number; windowMs: number; shadow: boolean };

type Override = { rule: Rule; expiresAt: number };
/** Ready to be looked up: every request asks for one. */
type Rules = { general: Map<string, Rule>; overrides: Map<string, Override> };

const byDefault = (): Map<string, Rule> =>
  new Map([...policies()].map(([name, { limit, windowMs }]) => [name, { limit, windowMs, shadow: false }]));
const usualRule = (policy: PolicyName): Rule => {
  const { limit, windowMs } = policyOf(policy);
  return { limit, windowMs, shadow: false };
};
const rules = (): Rules => remember<Rules>("rate-limit-rules", () => ({ general: byDefault(), overrides: new Map() }));
const overrideKey = (userId: string, policy: string): string => `${userId}:${policy}`;

/** The rule in force: a member's override, else what an admin set, else RATE_LIMITS or the default. */
export function ruleOf(policy: PolicyName, userId?: string): Rule {
  const { general, overrides } = rules();
  const own = userId === undefined || overrides.size === 0 ? undefined : overrides.get(overrideKey(userId, policy));
  if (own && own.expiresAt > Date.now()) return own.rule;
  return general.get(policy) ?? usualRule(policy);
}

/** As `ruleOf`, from the database; nobody else changes a rule of this policy until `tx` ends. */
export async function lockRule(tx: Db, policy: PolicyName, userId?: string): Promise<Rule> {
  await lockPolicy(tx, policy);
  const change = await newestChange(tx, policy);
  const usual = usualRule(policy);
  const general = change ? changedRule(usual, change) : usual;
  const own = userId === undefined ? null : await findOverride(tx, userId, policy);
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
export const watchRules = copy.watch;

/** Makes every process follow the rules before the unit of work that changes them answers. */
export const announceRules = (afterCommit: AfterCommit): void => afterCommit(copy.announce);

async function readRules(): Promise<void> {
  const [changed, overridden] = await Promise.all([currentChanges(), currentOverrides()]);
  const general = byDefault();
  for (const { policy, ...change } of changed) {
    const usual = general.get(policy);
    if (usual) general.set(policy, changedRule(usual, change));
  }
  const overrides = overridden.map(({ userId, policy, limit, windowMs, expiresAt }): [string, Override] => {
    const rule = { limit, windowMs, shadow: general.get(policy)?.shadow ?? false };
    return [overrideKey(userId, policy), { rule, expiresAt: expiresAt?.getTime() ?? Number.POSITIVE_INFINITY }];
  });
  Object.assign(rules(), { general, overrides: new Map(overrides) });
}
