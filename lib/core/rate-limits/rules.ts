import { publish, RESUMED, subscribe } from "@/lib/kit/bus";
import { log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { type PolicyName, policies } from "./policies";
import { currentChanges, currentOverrides } from "./rule-store";

/** What a policy allows at this moment. In shadow it counts what it would refuse, and lets it pass. */
export type Rule = { limit: number; windowMs: number; shadow: boolean };

type Overrides = Map<string, { limit: number; windowMs: number; expiresAt: number }>;
type Rules = { changes: Map<string, Rule>; overrides: Overrides };

const TOPIC = "rate-limits:changed";
/** A process that missed a message reads the rules again after this long, in milliseconds. */
const REREAD_MS = 60_000;

const rules = (): Rules => remember<Rules>("rate-limit-rules", () => ({ changes: new Map(), overrides: new Map() }));
const overrideKey = (userId: string, policy: string): string => `${userId}:${policy}`;

/** The rule in force: a member's override, else what an admin set, else RATE_LIMITS or the default. */
export function ruleOf(policy: PolicyName, userId?: string): Rule {
  const { changes, overrides } = rules();
  const general = changes.get(policy) ?? { ...policies()[policy], shadow: false };
  const own = userId === undefined ? undefined : overrides.get(overrideKey(userId, policy));
  if (!own || own.expiresAt <= Date.now()) return general;
  return { limit: own.limit, windowMs: own.windowMs, shadow: general.shadow };
}

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
  const known = rules();
  known.changes = new Map(
    changed.flatMap(({ policy, limit, windowMs, shadow }) => {
      const byDefault = policies()[policy as PolicyName];
      return byDefault
        ? [[policy, { limit: limit ?? byDefault.limit, windowMs: windowMs ?? byDefault.windowMs, shadow }]]
        : [];
    }),
  );
  known.overrides = new Map(
    overridden.map(({ userId, policy, limit, windowMs, expiresAt }) => [
      overrideKey(userId, policy),
      { limit, windowMs, expiresAt: expiresAt?.getTime() ?? Number.POSITIVE_INFINITY },
    ]),
  );
}
