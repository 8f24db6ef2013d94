import { pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import { AppError } from "@/lib/shared/errors";
import { env } from "./env";
import { createFairQueue, type Turn } from "./fair-queue";
import { remember } from "./remember";

const derive = promisify(pbkdf2);

const rounds = (): number => env().PASSWORD_ROUNDS;
const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** How many derivations run at once (half the cores) and how many may wait in a lane; more is refused, so that a flood stays bounded. */
const RUNNING_MAX = Math.max(1, Math.floor(availableParallelism() / 2));
const WAITING_MAX = 64;

/** Who shows nothing of themselves. */
const NOBODY: Turn = { key: "", favoured: false };

const tooMany = () =>
  new AppError("unavailable", "Too many sign-ins at once. Try again in a moment.", { retryAfter: 5 });
const queue = () => remember("password-queue", () => createFairQueue(RUNNING_MAX, WAITING_MAX, tooMany));

/** Hashes a password as `pbkdf2-sha256$rounds$salt$key`, salt and key in base64url. @throws unavailable when too many wait */
export async function hashPassword(password: string, turn = NOBODY): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await deriveInTurn(turn, password, salt, rounds());
  return ["pbkdf2-sha256", rounds(), salt.toString("base64url"), key.toString("base64url")].join("$");
}

/**
 * Whether `password` made `stored`, and whether `stored` should be made anew because the parameters have changed.
 * Without a stored hash it does the same work and says no, so that an unknown account takes as long as a wrong password;
 * so does a hash of fewer rounds than today's.
 */
export async function verifyPassword(
  password: string,
  stored: string | undefined,
  turn = NOBODY,
): Promise<{ ok: boolean; stale: boolean }> {
  const parts = stored?.split("$") ?? [];
  const known = parts.length === 4 && parts[0] === "pbkdf2-sha256";
  const count = known ? Number(parts[1]) : rounds();
  const salt = known ? Buffer.from(parts[2] ?? "", "base64url") : randomBytes(SALT_BYTES);
  const expected = known ? Buffer.from(parts[3] ?? "", "base64url") : randomBytes(KEY_BYTES);
  const key = await deriveInTurn(turn, password, salt, count, Math.max(0, rounds() - count));
  const same = key.length === expected.length && timingSafeEqual(key, expected);
  return { ok: known && same, stale: count !== rounds() };
}

/** The key of `count` rounds; as many as `more` are done besides, for the time they take. */
const deriveInTurn = (turn: Turn, password: string, salt: Buffer, count: number, more = 0): Promise<Buffer> =>
  queue().run(turn, async () => {
    const key = await derive(password.normalize("NFKC"), salt, count, KEY_BYTES, "sha256");
    if (more > 0) await derive("", salt, more, KEY_BYTES, "sha256");
    return key;
  });
