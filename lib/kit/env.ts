import { resolve } from "node:path";
import { z } from "zod";
import { parseDuration } from "./duration";
import { remember, rememberAs } from "./remember";

const text = z.string().trim();
const optional = text.optional().transform((value) => value || undefined);

/** OWASP Password Storage Cheat Sheet (2023), for PBKDF2-HMAC-SHA256. */
const ROUNDS_MIN = 600_000;

const flag = (byDefault: boolean) =>
  z
    .enum(["true", "false", "1", "0", "yes", "no", "on", "off"], "must be true or false")
    .optional()
    .transform((value) => (value === undefined ? byDefault : ["true", "1", "yes", "on"].includes(value)));

const number = (byDefault: number, min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, "must be a whole number")
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`))
    .optional()
    .transform((value) => value ?? byDefault);

const url = (schemes: string[]) =>
  optional.refine(
    (value) => value === undefined || (URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1))),
    `must be a URL starting with ${schemes.map((scheme) => `${scheme}://`).join(" or ")}`,
  );

const list = optional.transform(
  (value) =>
    value
      ?.split(",")
      .map((part) => part.trim())
      .filter(Boolean) ?? [],
);

const ROLE_NAMES = ["web", "realtime", "worker"] as const;
export type ProcessRole = (typeof ROLE_NAMES)[number];

const Environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: number(3000, 0, 65535),
  HOST: text.default("0.0.0.0"),
  PUBLIC_URL: url(["http", "https"]).transform((value) => value?.replace(/\/+$/, "")),
  DATA_DIR: text.default("./data").transform((path) => resolve(path)),
  SECRET_KEY: optional.refine((value) => value === undefined || value.length >= 32, "must have at least 32 characters"),
  BACKUP_PASSPHRASE: optional.refine(
    (value) => value === undefined || value.length >= 12,
    "must have at least 12 characters",
  ),
  DATABASE_URL: url(["postgres", "postgresql"]),
  DATABASE_POOL_SIZE: number(10, 1, 200),
  REDIS_URL: url(["redis", "rediss"]),
  UPSTASH_REDIS_REST_URL: url(["http", "https"]),
  UPSTASH_REDIS_REST_TOKEN: optional,
  TRUSTED_PROXIES: list,
  FETCH_ALLOW: list,
  RATE_LIMITS: optional,
  ROLES: list
    .refine(
      (roles) => roles.every((role) => (ROLE_NAMES as readonly string[]).includes(role)),
      `may name ${ROLE_NAMES.join(", ")}`,
    )
    .transform((roles): ProcessRole[] => ROLE_NAMES.filter((role) => roles.length === 0 || roles.includes(role))),
  API_MOUNT: z.enum(["direct", "next"], "must be direct or next").default("direct"),
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"], "must be trace, debug, info, warn, error or silent")
    .default("info"),
  CDN_URL: url(["http", "https"]),
  SMTP_URL: url(["smtp", "smtps"]),
  MAIL_FROM: optional,
  VAPID_PUBLIC_KEY: optional,
  VAPID_PRIVATE_KEY: optional,
  SESSION_COOKIE_SECURE: z.enum(["auto", "true", "false"], "must be auto, true or false").default("auto"),
  SESSION_COOKIE_HTTPONLY: flag(true),
  SESSION_COOKIE_SAMESITE: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["lax", "strict", "none"], "must be Lax, Strict or None"))
    .default("lax"),
  /** Seconds a session lives at most, or text such as 31d. */
  PERMANENT_SESSION_LIFETIME: text.optional().transform((value, ctx) => {
    const seconds =
      value === undefined ? 31 * 86_400 : /^\d+$/.test(value) ? Number(value) : (parseDuration(value) ?? 0) / 1000;
    if (seconds < 60 || seconds > 400 * 86_400) {
      ctx.addIssue({ code: "custom", message: "must be between 60 seconds and 400 days, e.g. 2678400 or 31d" });
    }
    return seconds;
  }),
  /** Rounds of PBKDF2-HMAC-SHA256. Fewer than `ROUNDS_MIN` are for tests alone. */
  PASSWORD_ROUNDS: number(ROUNDS_MIN, 1_000, 100_000_000),
  MIN_PASSWORD_LENGTH: number(8, 1, 128),
  REQUIRE_SPECIAL_CHARS: flag(false),
  REQUIRE_NUMBERS: flag(false),
  REQUIRE_UPPERCASE: flag(false),
});

export type Env = z.output<typeof Environment>;

/** Where nobody else reaches the server. */
const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

/** Connections a worker needs: one listens for jobs, one may be held by a backup, one does everything else. */
const WORKER_POOL_MIN = 3;

/** What is wrong with the environment, one sentence per variable. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/**
 * Reads and checks the variables. An empty variable counts as absent.
 * @throws EnvironmentError naming each wrong variable and what it must be
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const sentences = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`);
    throw new EnvironmentError(sentences.join(" "));
  }
  const { UPSTASH_REDIS_REST_URL: restUrl, UPSTASH_REDIS_REST_TOKEN: restToken } = parsed.data;
  if (Boolean(restUrl) !== Boolean(restToken)) {
    throw new EnvironmentError("UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN must be set together.");
  }
  if (Boolean(parsed.data.VAPID_PUBLIC_KEY) !== Boolean(parsed.data.VAPID_PRIVATE_KEY)) {
    throw new EnvironmentError("VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY must be set together.");
  }
  if (parsed.data.ROLES.includes("worker") && parsed.data.DATABASE_POOL_SIZE < WORKER_POOL_MIN) {
    throw new EnvironmentError(
      `DATABASE_POOL_SIZE must be at least ${WORKER_POOL_MIN} where ROLES names worker: one connection listens for jobs.`,
    );
  }
  if (parsed.data.PASSWORD_ROUNDS < ROUNDS_MIN && !LOOPBACK.includes(parsed.data.HOST)) {
    throw new EnvironmentError(
      `PASSWORD_ROUNDS must be at least ${ROUNDS_MIN}: fewer are for tests, where HOST is 127.0.0.1.`,
    );
  }
  return parsed.data;
}

/** The checked environment of this process, parsed on first use. */
export const env = (): Env => remember("env", () => parseEnv(process.env));

/** Changes values of the environment for the whole process: the start, once it knows them, and tests. */
export function overrideEnv(values: Partial<Env>): Env {
  return rememberAs("env", { ...env(), ...values });
}

/** Tells libraries that only listen to variables: no telemetry. */
export function prepareLibraries(): void {
  process.env.NEXT_TELEMETRY_DISABLED = "1";
}
