import { parseDuration } from "@/lib/kit/duration";
import { type Env, EnvironmentError, env } from "@/lib/kit/env";
import { RATE_LIMIT_MAX, RATE_WINDOW_MAX } from "@/lib/shared/bounds";
import { type RateLimit, type RateLimitName, rateLimitPoint } from "./types";

export type RateLimitMap = ReadonlyMap<RateLimitName, RateLimit>;

/** Every limit there is, with its defaults. */
const defaults = rateLimitPoint.derive((all): RateLimitMap => {
  const entries = all.flatMap((limits) => Object.entries(limits));
  const map = new Map(entries);
  if (map.size < entries.length) throw new Error("Two features bring a limit of the same name.");
  return map;
});

const WINDOW_MIN = 1_000;
const WINDOW_MAX = RATE_WINDOW_MAX * 1_000;

/** The rate limits of this process. */
export const rateLimits: () => RateLimitMap = rateLimitPoint.derive(() => readRateLimits());

/** The rate limit called `name`. */
export function rateLimitOf(name: RateLimitName): RateLimit {
  const rateLimit = rateLimits().get(name);
  if (!rateLimit) throw new Error(`There is no limit called ${name}: its feature is not installed.`);
  return rateLimit;
}

/**
 * The defaults with the changes of RATE_LIMITS, such as `api=120/1m,chat=200/1h`.
 * @throws EnvironmentError naming the first wrong entry
 */
export function readRateLimits({ RATE_LIMITS }: Pick<Env, "RATE_LIMITS"> = env()): RateLimitMap {
  const read = new Map(defaults());
  const named = new Set<RateLimitName>();
  for (const entry of (RATE_LIMITS ?? "").split(",").map((part) => part.trim())) {
    if (entry === "") continue;
    const { name, rateLimit, limit, windowMs } = parseEntry(entry);
    if (named.has(name)) throw wrong(entry, `names ${name} a second time`);
    named.add(name);
    read.set(name, { ...rateLimit, limit, windowMs });
  }
  return read;
}

function parseEntry(entry: string): { name: RateLimitName; rateLimit: RateLimit; limit: number; windowMs: number } {
  const [, name, count, span] = /^(\w+)\s*=\s*(\d{1,9})\s*\/\s*(\w+)$/.exec(entry) ?? [];
  const limit = Number(count);
  const windowMs = parseDuration(span ?? "");
  if (name === undefined || windowMs === undefined) throw wrong(entry, "is not like api=120/1m");
  const rateLimit = defaults().get(name);
  if (!rateLimit) throw wrong(entry, `names no rate limit (there are ${[...defaults().keys()].join(", ")})`);
  if (limit < 1 || limit > RATE_LIMIT_MAX) throw wrong(entry, `must allow between 1 and ${RATE_LIMIT_MAX}`);
  if (windowMs < WINDOW_MIN || windowMs > WINDOW_MAX) throw wrong(entry, "must have a window between 1s and 7d");
  return { name, rateLimit, limit, windowMs };
}

const wrong = (entry: string, what: string) => new EnvironmentError(`RATE_LIMITS: "${entry}" ${what}.`);
