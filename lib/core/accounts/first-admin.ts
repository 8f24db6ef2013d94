import { audit } from "@/lib/core/engine/audit/audit";
import { defineVerb } from "@/lib/core/verb/verb";
import { isUniqueViolation } from "@/lib/kit/db";
import { hashPassword } from "@/lib/kit/password";
import { transact } from "@/lib/kit/transact";
import { fail } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { findToken, replaceToken, useToken } from "./one-time-tokens";
import { checkPasswordPolicy } from "./password/password-policy";
import { turnAt } from "./password/turn";
import { presentAccount } from "./present";
import { refuseTaken } from "./register";
import { Account, FirstAdminInput } from "./schemas";
import { adminExists, insertUser } from "./store";

/** A new token for the first-admin link, or undefined when there is an admin already. Earlier tokens end. */
export const issueFirstAdminToken = async (): Promise<string | undefined> =>
  (await adminExists()) ? undefined : transact((tx) => replaceToken(tx, { purpose: "first_admin" }));

/** Whether `token` still makes the first admin: none does once there is one, however that came. */
export const isFirstAdminToken = async (token: string): Promise<boolean> =>
  (await findToken("first_admin", token)) !== null && !(await adminExists());

/** Makes the first admin's account with the one-time token of the first start. Errors: gone, conflict, invalid_input. */
export const createFirstAdmin = defineVerb({
  name: "accounts.createFirstAdmin",
  access: "anyone",
  rateLimits: ["auth"],
  input: FirstAdminInput,
  output: Account,
  async run(ctx, { token, username, email, password }) {
    if (!(await isFirstAdminToken(token)))
      return fail("gone", "This link was used already or replaced by a newer one.");
    await checkPasswordPolicy(password, [username, email]);
    await refuseTaken(username, email);
    const passwordHash = await hashPassword(password, turnAt(ctx));
    try {
      const user = await transact(async (tx) => {
        const isFirst = (await useToken(tx, "first_admin", token)) && !(await adminExists(tx));
        if (!isFirst) return fail("gone", "This link was used already.");
        const made = await insertUser(tx, { id: newId(), username, email, passwordHash, role: "admin" });
        const target = { kind: "member", id: made.id };
        await audit(tx, ctx, { action: "account.first_admin", target, after: { role: "admin" }, actorId: made.id });
        return made;
      });
      ctx.log.info({ userId: user.id }, "first admin created");
      return presentAccount(user);
    } catch (error) {
      if (isUniqueViolation(error)) await refuseTaken(username, email);
      throw error;
    }
  },
});
