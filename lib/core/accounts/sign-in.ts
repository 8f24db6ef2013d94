import { z } from "zod";
import { track, trackFailure } from "@/lib/core/activity/track";
import { refuseBlocked } from "@/lib/core/address-blocks/blocks";
import { noteFailedSignIn } from "@/lib/core/address-blocks/escalate";
import type { Ctx } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { enforce } from "@/lib/core/rate-limits/enforce";
import { deviceOf } from "@/lib/core/sessions/device";
import { startSession } from "@/lib/core/sessions/start-session";
import { db } from "@/lib/kit/db";
import { hashPassword, verifyPassword } from "@/lib/kit/password";
import { fail } from "@/lib/shared/errors";
import { Id } from "@/lib/shared/ids";
import { clearFailures, countFailure, isLockedOut } from "./lockout";
import { SignInInput } from "./schemas";
import { accountKey, findUserByName, renewHash } from "./store";
import { acceptCode, acceptRecoveryCode } from "./totp";

type User = NonNullable<Awaited<ReturnType<typeof findUserByName>>>;

/**
 * Starts a session for a name, a password and, where one is set up, a second factor. An unknown name, a wrong password,
 * a locked and a deactivated account cost the same work and get the same answer.
 * Errors: invalid_credentials, second_factor_required, rate_limited.
 */
export const signIn = defineVerb({
  name: "accounts.signIn",
  access: "anyone",
  policies: ["auth"],
  input: SignInInput,
  output: z.strictObject({ userId: Id, sessionId: Id }),
  async run(ctx, { username, password, code }) {
    refuseBlocked(ctx.address, "sign_in");
    const account = accountKey(username);
    await enforce(ctx, "login", account);
    const user = (await findUserByName(username)) ?? undefined;
    const locked = await isLockedOut(user?.usernameKey ?? account, ctx.address, user?.id);
    const { ok, stale } = await verifyPassword(password, user?.passwordHash);
    if (!ok || !user || user.deactivatedAt || locked) return refuse(ctx, account, user);
    if (user.totpEnabledAt) await passSecondFactor(ctx, user, account, code);
    if (stale) await renewHash(user, await hashPassword(password));
    await clearFailures(db(), user.usernameKey, ctx.address);
    const sessionId = await startSession(ctx, user);
    if (sessionId === undefined) return refuse(ctx, account, user);
    track(ctx, { action: "login", details: deviceOf(ctx.userAgent), userId: user.id });
    ctx.log.info({ event: "login", userId: user.id, sessionId }, "login");
    return { userId: user.id, sessionId };
  },
});

async function refuse(ctx: Ctx, account: string, user: User | undefined): Promise<never> {
  ctx.log.warn({ event: "login_failed", account, address: ctx.address }, "login_failed");
  if (ctx.address !== "") noteFailedSignIn(ctx.address);
  trackFailure(ctx, account, user?.id);
  await countFailure(ctx, user?.usernameKey ?? account, user);
  return fail("invalid_credentials");
}

/** @throws second_factor_required without a code, invalid_credentials for a wrong one */
async function passSecondFactor(ctx: Ctx, user: User, account: string, code: string | undefined): Promise<void> {
  if (!code) fail("second_factor_required");
  const passed = (await acceptCode(db(), user, code)) || (await acceptRecoveryCode(user, code));
  if (!passed) await refuse(ctx, account, user);
}
