import { publish, RESUMED, subscribe } from "@/lib/kit/bus";
import type { Db } from "@/lib/kit/db";
import { log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { type PolicyName, policies } from "./policies";
import { currentChanges, currentOverrides, findOverride, lockPolicy, newestChange } from "./rule-store";

/** What a policy allows at this moment. In shadow it counts what it would refuse, and lets it pass. */
export type Rule = { limit: number; windowMs: number; shadow: boolean };

type Override = { rule: Rule; expiresAt: number };
/** Ready to be looked up: every request asks for one. */
type Rules = { general: Map<string, Rule>; overrides: Map<string, Override> };

const TOPIC = "rate-limits:changed";
/** A process that missed a message reads the rules again after this long, in milliseconds. */
const REREAD_MS = 60_000;

const byDefault = (): Map<string, Rule> =>
  new Map(Object.entries(policies()).map(([name, { limit, windowMs }]) => [name, { limit, windowMs, shadow: false }]));
const rules = (): Rules => remember<Rules>("rate-limit-rules", () => ({ general: byDefault(), overrides: new Map() }));
const overrideKey = (userId: string, policy: string): string => `${userId}:${policy}`;

/** The rule in force: a member's override, else what an admin set, else RATE_LIMITS or the default. */
export function ruleOf(policy: PolicyName, userId?: string): Rule {
  const { general, overrides } = rules();
  const own = userId === undefined || overrides.size === 0 ? undefined : overrides.get(overrideKey(userId, policy));
  if (own && own.expiresAt > Date.now()) return own.rule;
  return general.get(policy) ?? { ...policies()[policy], shadow: false };
}

/** As `ruleOf`, from the database; nobody else changes a rule of this policy until `tx` ends. */
export async function lockRule(tx: Db, policy: PolicyName, userId?: string): Promise<Rule> {
  await lockPolicy(tx, policy);
  const change = await newestChange(tx, policy);
  const usual: Rule = { ...policies()[policy], shadow: false };
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

/** Reads the rules that admins set, now and whenever one changes. The answered function stops it. */
export async function watchRules(): Promise<() => void> {
  await readRules();
  const reread = () => readRules().catch((error: unknown) => log().warn({ err: error }, "the rules could not be read"));
  const stops = [subscribe(TOPIC, reread), subscribe(RESUMED, reread)];
  const timer = setInterval(() => void reread(), REREAD_MS);
  return () => {
    clearInterval(timer);
    for (const stop of stops) stop();
  };
}

/** After a commit: this process reads the rules before it goes on, the others at once. */
export async function announceRules(): Promise<void> {
  await readRules();
  publish(TOPIC, {});
}

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
