import { parseDuration } from "@/lib/kit/duration";
import { type Env, EnvironmentError, env } from "@/lib/kit/env";
import { remember } from "@/lib/kit/remember";
import { RATE_LIMIT_MAX, RATE_WINDOW_MAX } from "@/lib/shared/bounds";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export type Policy = {
  /** Attempts that pass in any span of `windowMs`. */
  limit: number;
  windowMs: number;
  /** Whose attempts count together: an account tried from an address, an address, or a member (or token). */
  keyedBy: "account" | "address" | "member";
  /** While the store is away: count in this process, or let everything pass. */
  onStoreDown: "local" | "open";
};

/** The defaults of every policy; RATE_LIMITS changes limits and windows. */
const DEFAULTS = {
  /** Sign-in attempts. */
  login: { limit: 5, windowMs: 5 * MINUTE, keyedBy: "account", onStoreDown: "local" },
  /** Every state-changing request to an authentication endpoint. */
  auth: { limit: 10, windowMs: 5 * MINUTE, keyedBy: "address", onStoreDown: "local" },
  /** Registration. */
  register: { limit: 3, windowMs: HOUR, keyedBy: "address", onStoreDown: "local" },
  /** Any signed-in API call. */
  api: { limit: 60, windowMs: MINUTE, keyedBy: "member", onStoreDown: "open" },
  /** Any API call without a sign-in; health, readiness and metrics are exempt. */
  general: { limit: 100, windowMs: HOUR, keyedBy: "address", onStoreDown: "open" },
  /** Sending a chat message, over HTTP and sockets together. */
  chat: { limit: 50, windowMs: HOUR, keyedBy: "member", onStoreDown: "open" },
  /** Starting or submitting a quiz. */
  quiz: { limit: 20, windowMs: HOUR, keyedBy: "member", onStoreDown: "open" },
  /** Starting, stopping or running a watch. */
  scraper: { limit: 10, windowMs: MINUTE, keyedBy: "member", onStoreDown: "local" },
  /** Changing settings. */
  settings: { limit: 30, windowMs: MINUTE, keyedBy: "member", onStoreDown: "open" },
} as const satisfies Record<string, Policy>;

export type PolicyName = keyof typeof DEFAULTS;
export type Policies = Record<PolicyName, Policy>;

export const POLICY_NAMES = Object.keys(DEFAULTS) as [PolicyName, ...PolicyName[]];

const WINDOW_MIN = 1_000;
const WINDOW_MAX = RATE_WINDOW_MAX * 1_000;

/** The policies of this process. */
export const policies = (): Policies => remember("policies", readPolicies);

/**
 * The defaults with the changes of RATE_LIMITS, such as `api=120/1m,chat=200/1h`.
 * @throws EnvironmentError naming the first wrong entry
 */
export function readPolicies({ RATE_LIMITS }: Pick<Env, "RATE_LIMITS"> = env()): Policies {
  const read: Policies = { ...DEFAULTS };
  const named = new Set<PolicyName>();
  for (const entry of (RATE_LIMITS ?? "").split(",").map((part) => part.trim())) {
    if (entry === "") continue;
    const { name, limit, windowMs } = parseEntry(entry);
    if (named.has(name)) throw wrong(entry, `names ${name} a second time`);
    named.add(name);
    read[name] = { ...read[name], limit, windowMs };
  }
  return read;
}

function parseEntry(entry: string): { name: PolicyName; limit: number; windowMs: number } {
  const [, given, count, span] = /^(\w+)\s*=\s*(\d{1,9})\s*\/\s*(\w+)$/.exec(entry) ?? [];
  const name = POLICY_NAMES.find((known) => known === given);
  const limit = Number(count);
  const windowMs = parseDuration(span ?? "");
  if (given === undefined || windowMs === undefined) throw wrong(entry, "is not like api=120/1m");
  if (!name) throw wrong(entry, `names no policy (there are ${POLICY_NAMES.join(", ")})`);
  if (limit < 1 || limit > RATE_LIMIT_MAX) throw wrong(entry, `must allow between 1 and ${RATE_LIMIT_MAX}`);
  if (windowMs < WINDOW_MIN || windowMs > WINDOW_MAX) throw wrong(entry, "must have a window between 1s and 7d");
  return { name, limit, windowMs };
}

const wrong = (entry: string, what: string) => new EnvironmentError(`RATE_LIMITS: "${entry}" ${what}.`);
