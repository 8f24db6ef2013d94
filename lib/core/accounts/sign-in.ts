import { z } from "zod";
import { defineVerb } from "@/lib/core/http/verb";
import { enforce } from "@/lib/core/rate-limits/enforce";
import { startSession } from "@/lib/core/sessions/start-session";
import { hashPassword, verifyPassword } from "@/lib/kit/password";
import { fail } from "@/lib/shared/errors";
import { Id } from "@/lib/shared/ids";
import { SignInInput } from "./schemas";
import { accountKey, findUserByName, setPasswordHash } from "./store";

/**
 * Starts a session for a name and password. An unknown name, a wrong password and a deactivated account cost the same
 * work and get the same answer. Errors: invalid_credentials, rate_limited.
 */
export const signIn = defineVerb({
  name: "accounts.signIn",
  access: "anyone",
  policies: ["auth"],
  input: SignInInput,
  output: z.strictObject({ userId: Id, sessionId: Id }),
  async run(ctx, { username, password }) {
    await enforce(ctx, "login", accountKey(username));
    const user = await findUserByName(username);
    const { ok, stale } = await verifyPassword(password, user?.passwordHash);
    if (!ok || !user || user.deactivatedAt) {
      ctx.log.warn({ event: "login_failed", account: accountKey(username), address: ctx.address }, "login_failed");
      return fail("invalid_credentials");
    }
    if (stale) await setPasswordHash(user.id, await hashPassword(password));
    const sessionId = await startSession(ctx, user.id);
    ctx.log.info({ event: "login", userId: user.id, sessionId }, "login");
    return { userId: user.id, sessionId };
  },
});
