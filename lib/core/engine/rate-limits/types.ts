import { extensionPoint } from "@/lib/kit/extension-point";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export type RateLimit = {
  /** Attempts that pass in any span of `windowMs`. */
  limit: number;
  windowMs: number;
  /** Whose attempts count together: an account tried from an IP, an IP, a member (or token), or what a secret is for. */
  keyedBy: "account" | "ip" | "member" | "secret";
  /** While the store is away: count in this process, or let everything pass. */
  onStoreDown: "local" | "open";
};

/** The limits that core itself asks for, with their defaults. */
const OWN: Record<string, RateLimit> = {
  /** Sign-in attempts. */
  login: { limit: 5, windowMs: 5 * MINUTE, keyedBy: "account", onStoreDown: "local" },
  /** Every state-changing request to an authentication endpoint. */
  auth: { limit: 10, windowMs: 5 * MINUTE, keyedBy: "ip", onStoreDown: "local" },
  /** Registration. */
  register: { limit: 3, windowMs: HOUR, keyedBy: "ip", onStoreDown: "local" },
  /** Any signed-in API call. */
  api: { limit: 60, windowMs: MINUTE, keyedBy: "member", onStoreDown: "open" },
  /** Any API call without a sign-in; health, readiness and metrics are exempt. */
  general: { limit: 100, windowMs: HOUR, keyedBy: "ip", onStoreDown: "open" },
  /** Documents for who is not signed in; static files are exempt. */
  pages: { limit: 300, windowMs: MINUTE, keyedBy: "ip", onStoreDown: "open" },
  /** Changing settings. */
  settings: { limit: 30, windowMs: MINUTE, keyedBy: "member", onStoreDown: "open" },
};

/** Where features add their limits, by name. */
export const rateLimitPoint = extensionPoint<Record<string, RateLimit>>("rate-limits", [OWN]);

/** The name of a limit that core or a feature brings. */
export type RateLimitName = string;

const definitions = (): [RateLimitName, RateLimit][] =>
  rateLimitPoint.all().flatMap((limits) => Object.entries(limits));

export const rateLimitNames = (): RateLimitName[] => definitions().map(([name]) => name);

/** The limits that have something to say to a member: all but those that count by secrets, which are anybody's. */
export const ownRateLimitNames = (): RateLimitName[] =>
  definitions().flatMap(([name, { keyedBy }]) => (keyedBy === "secret" ? [] : [name]));

/** The limits that count by member, of which one member may have an override. */
export const memberRateLimitNames = (): RateLimitName[] =>
  definitions().flatMap(([name, { keyedBy }]) => (keyedBy === "member" ? [name] : []));
