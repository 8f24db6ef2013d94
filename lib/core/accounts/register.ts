import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { refuseBlocked } from "@/lib/core/engine/ip-blocks/blocks";
import { defineVerb } from "@/lib/core/verb/verb";
import { isUniqueViolation } from "@/lib/kit/db";
import { hashPassword } from "@/lib/kit/password";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { queueConfirmationMail } from "./email/confirmation-mail";
import { checkPasswordPolicy } from "./password/password-policy";
import { turnAt } from "./password/turn";
import { presentAccount } from "./present";
import { Account, RegisterInput } from "./schemas";
import { insertUser, takenNames } from "./store";

/**
 * Makes an account. Its e-mail address is a claim until the link in the mail to it is opened, so that a taken email
 * changes nothing in the answer, nor in what the account can do; its owner gets a mail of another kind.
 * Errors: conflict for a taken user name, invalid_input for a weak password, blocked, unavailable.
 */
export const register = defineVerb({
  name: "accounts.register",
  access: "anyone",
  rateLimits: ["auth", "register"],
  input: RegisterInput,
  output: Account,
  async run(ctx, { username, email, password }) {
    refuseBlocked(ctx.ip, "sign_in");
    await checkPasswordPolicy(password, [username, email]);
    await refuseTaken(username);
    const passwordHash = await hashPassword(password, turnAt(ctx));
    try {
      const user = await transact(async (tx) => {
        const made = await insertUser(tx, { id: newId(), username, email, passwordHash }, { confirmed: false });
        const { id: userId, credentialsVersion } = made;
        await queueConfirmationMail(tx, { userId, email, occasion: "registered", credentialsVersion });
        const target = { kind: "member", id: made.id };
        await audit(tx, ctx, { action: "account.registered", target, after: { role: "user" }, actorId: made.id });
        return made;
      });
      track(ctx, { action: "registered", userId: user.id });
      ctx.log.info({ userId: user.id }, "account registered");
      return presentAccount(user);
    } catch (error) {
      // Two registrations of one name at once: the second comes here.
      if (isUniqueViolation(error)) await refuseTaken(username);
      throw error;
    }
  },
});

/** @throws conflict naming what is taken; the email is looked at only where it is given */
export async function refuseTaken(username: string, email?: string): Promise<void> {
  const taken = await takenNames(username, email);
  if (taken.length === 0) return;
  fail("conflict", `${taken.join(" and ")}: already in use`, {
    errors: taken.map((field) => ({ field, message: "is already in use" })),
  });
}
