import { parseDuration } from "@/lib/kit/duration";
import { type Env, EnvironmentError, env } from "@/lib/kit/env";
import { RATE_LIMIT_MAX, RATE_WINDOW_MAX } from "@/lib/shared/bounds";
import { type Policy, type PolicyName, policyPoint } from "./types";

export type Policies = ReadonlyMap<PolicyName, Policy>;

/** Every limit there is, with its defaults. */
const defaults = policyPoint.derive((all): Policies => {
  const entries = all.flatMap((limits) => Object.entries(limits));
  const map = new Map(entries);
  if (map.size < entries.length) throw new Error("Two features bring a limit of the same name.");
  return map;
});

const WINDOW_MIN = 1_000;
const WINDOW_MAX = RATE_WINDOW_MAX * 1_000;

/** The policies of this process. */
export const policies: () => Policies = policyPoint.derive(() => readPolicies());

/** The policy called `name`. */
export function policyOf(name: PolicyName): Policy {
  const policy = policies().get(name);
  if (!policy) throw new Error(`There is no limit called ${name}: its feature is not installed.`);
  return policy;
}

/**
 * The defaults with the changes of RATE_LIMITS, such as `api=120/1m,chat=200/1h`.
 * @throws EnvironmentError naming the first wrong entry
 */
export function readPolicies({ RATE_LIMITS }: Pick<Env, "RATE_LIMITS"> = env()): Policies {
  const read = new Map(defaults());
  const named = new Set<PolicyName>();
  for (const entry of (RATE_LIMITS ?? "").split(",").map((part) => part.trim())) {
    if (entry === "") continue;
    const { name, policy, limit, windowMs } = parseEntry(entry);
    if (named.has(name)) throw wrong(entry, `names ${name} a second time`);
    named.add(name);
    read.set(name, { ...policy, limit, windowMs });
  }
  return read;
}

function parseEntry(entry: string): { name: PolicyName; policy: Policy; limit: number; windowMs: number } {
  const [, name, count, span] = /^(\w+)\s*=\s*(\d{1,9})\s*\/\s*(\w+)$/.exec(entry) ?? [];
  const limit = Number(count);
  const windowMs = parseDuration(span ?? "");
  if (name === undefined || windowMs === undefined) throw wrong(entry, "is not like api=120/1m");
  const policy = defaults().get(name);
  if (!policy) throw wrong(entry, `names no policy (there are ${[...defaults().keys()].join(", ")})`);
  if (limit < 1 || limit > RATE_LIMIT_MAX) throw wrong(entry, `must allow between 1 and ${RATE_LIMIT_MAX}`);
  if (windowMs < WINDOW_MIN || windowMs > WINDOW_MAX) throw wrong(entry, "must have a window between 1s and 7d");
  return { name, policy, limit, windowMs };
}

const wrong = (entry: string, what: string) => new EnvironmentError(`RATE_LIMITS: "${entry}" ${what}.`);
