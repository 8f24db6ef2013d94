import { z } from "zod";
import { turnAt, turnOfOwner } from "@/lib/core/accounts/password/turn";
import { SignInInput } from "@/lib/core/accounts/schemas";
import { acceptCode, acceptRecoveryCode } from "@/lib/core/accounts/second-factor/totp";
import { findUserByName, renewHash } from "@/lib/core/accounts/store";
import type { Ctx } from "@/lib/core/context";
import { track, trackFailure } from "@/lib/core/engine/activity/track";
import { refuseBlocked, refuseBlockedByAdmin } from "@/lib/core/engine/ip-blocks/blocks";
import { noteFailedSignIn } from "@/lib/core/engine/ip-blocks/escalate";
import { fitsAccount } from "@/lib/core/engine/rate-limits/consume";
import { enforce } from "@/lib/core/engine/rate-limits/enforce";
import { deviceOf } from "@/lib/core/engine/sessions/device";
import { accountKey } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { db } from "@/lib/kit/db";
import { hashToken } from "@/lib/kit/encryption";
import { hashPassword, verifyPassword } from "@/lib/kit/password";
import { fail } from "@/lib/shared/errors";
import { Id } from "@/lib/shared/ids";
import { newDeviceToken, readDevice } from "./device-token";
import { clearFailures, countFailure, isLockedOut, type Place, placeOf } from "./lockout";
import { startSession } from "./start-session";

type User = NonNullable<Awaited<ReturnType<typeof findUserByName>>>;

/** What is tried: an account that may not exist, the key its failures count under, and from where. */
type Try = { user: User | undefined; failuresOf: string; place: Place };

/**
 * Starts a session for a name, a password and, where one is set up, a second factor. An unknown name, a wrong password,
 * a locked and a deactivated account cost the same work and get the same answer. `device` is for the browser to keep
 * and to give with its next sign-in.
 * Errors: blocked, invalid_credentials, second_factor_required, rate_limited, unavailable.
 */
export const signIn = defineVerb({
  name: "accounts.signIn",
  access: "anyone",
  checksBlocks: true,
  evenWhenFull: true,
  rateLimits: ["auth"],
  input: SignInInput,
  output: z.strictObject({ userId: Id, sessionId: Id, device: z.string() }),
  async run(ctx, { username, password, code, device }) {
    const shown = readDevice(device);
    refuseAnonymous(ctx, shown !== undefined);
    const name = accountKey(username);
    await enforce(ctx, "login", name);
    const user = (await findUserByName(username)) ?? undefined;
    const known = shown?.userId === user?.id ? shown : undefined;
    refuseAnonymous(ctx, known !== undefined);
    const attempt = { user, failuresOf: failureKey(name, user), place: placeOf(ctx.ip, known?.id) };
    const barred =
      (await triedTooOften(ctx, attempt)) || (await isLockedOut(attempt.failuresOf, attempt.place, user?.id));
    const turn = known ? turnOfOwner(known.userId) : turnAt(ctx);
    const { ok, stale } = await verifyPassword(password, user?.passwordHash, turn);
    if (!ok || !user || user.deactivatedAt || barred) return refuse(ctx, attempt);
    if (user.totpEnabledAt) await passSecondFactor(ctx, user, attempt, code);
    if (stale) await renewHash(user, await hashPassword(password, turn));
    await clearFailures(db(), attempt.failuresOf, attempt.place);
    const sessionId = await startSession(ctx, user);
    if (sessionId === undefined) return refuse(ctx, attempt);
    track(ctx, { action: "login", details: deviceOf(ctx.userAgent), userId: user.id });
    ctx.log.info({ event: "login", userId: user.id, sessionId }, "login");
    return { userId: user.id, sessionId, device: newDeviceToken(user.id) };
  },
});

/** Whoever shares an IP with a device that signed in before has it blocked for themselves, and not for that device. */
const refuseAnonymous = ({ ip }: Ctx, isKnown: boolean): void =>
  isKnown ? refuseBlockedByAdmin(ip, "sign_in") : refuseBlocked(ip, "sign_in");

/** The name of no account is kept as a hash: it may be a password that someone typed into the wrong field. */
const failureKey = (name: string, user: User | undefined): string => user?.usernameKey ?? hashToken(name);

/**
 * Counts the attempt under the account that the name stands for, so that its user name and its e-mail address have one
 * quota. Without a word: a refusal that says so would tell that the two belong together. The same work for an unknown name.
 */
const triedTooOften = async (ctx: Ctx, { user, failuresOf }: Try): Promise<boolean> =>
  !(await fitsAccount(user?.id ?? failuresOf, ctx));

/** The log keeps what the timeline keeps: not the name that was typed. */
async function refuse(ctx: Ctx, { user, failuresOf, place }: Try): Promise<never> {
  ctx.log.warn({ event: "login_failed", userId: user?.id ?? null, ip: ctx.ip }, "login_failed");
  if (ctx.ip !== "") noteFailedSignIn(ctx.ip);
  trackFailure(ctx, failuresOf, user?.id);
  await countFailure(ctx, failuresOf, place, user);
  return fail("invalid_credentials");
}

/** @throws second_factor_required without a code, invalid_credentials for a wrong one */
async function passSecondFactor(ctx: Ctx, user: User, attempt: Try, code: string | undefined): Promise<void> {
  if (!code) fail("second_factor_required");
  const passed = (await acceptCode(db(), user, code)) || (await acceptRecoveryCode(user, code));
  if (!passed) await refuse(ctx, attempt);
}
