import type { Ctx, Member } from "@/lib/core/context";
import { enforceKey } from "@/lib/core/engine/rate-limits/enforce";
import { findUser } from "@/lib/core/members/store";
import { verifyPassword } from "@/lib/kit/password";
import { fail, invalid } from "@/lib/shared/errors";
import { turnOfOwner } from "./turn";

/** What the passwords that a member is asked for count under: wherever they are given, as a stolen session moves about. */
export const confirmKey = (userId: string): string => `confirm:${userId}`;

/**
 * The member's own account, once they have shown that they know its password. Counted like a sign-in.
 * @throws invalid_input on `field` when the password is wrong, rate_limited
 */
export async function confirmPassword(ctx: Ctx<Member>, userId: string, password: string, field: string) {
  await enforceKey(ctx, "login", confirmKey(userId));
  const user = (await findUser(userId)) ?? fail("not_found");
  const { ok } = await verifyPassword(password, user.passwordHash, turnOfOwner(userId));
  if (ok) return user;
  ctx.log.warn({ event: "password_refused", userId }, "password refused");
  return invalid(field, "is not your password");
}
