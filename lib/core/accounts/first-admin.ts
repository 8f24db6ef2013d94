import { createHash, randomBytes } from "node:crypto";
import { defineVerb } from "@/lib/core/http/verb";
import { db, isUniqueViolation } from "@/lib/kit/db";
import { hashPassword } from "@/lib/kit/password";
import { fail } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { checkPasswordPolicy } from "./password-policy";
import { presentAccount } from "./present";
import { refuseTaken } from "./register";
import { Account, FirstAdminInput } from "./schemas";
import { adminExists, firstAdminTokenExists, insertUser, replaceFirstAdminToken, useFirstAdminToken } from "./store";

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** A new token for the first-admin link, or undefined when there is an admin already. Earlier tokens end. */
export async function issueFirstAdminToken(): Promise<string | undefined> {
  if (await adminExists()) return undefined;
  const token = randomBytes(24).toString("base64url");
  await replaceFirstAdminToken(hashOf(token));
  return token;
}

/** Whether `token` still makes the first admin. */
export const isFirstAdminToken = (token: string): Promise<boolean> => firstAdminTokenExists(hashOf(token));

/** Makes the first admin's account with the one-time token of the first start. Errors: gone, conflict, invalid_input. */
export const createFirstAdmin = defineVerb({
  name: "accounts.createFirstAdmin",
  access: "anyone",
  policies: ["auth"],
  input: FirstAdminInput,
  output: Account,
  async run(ctx, { token, username, email, password }) {
    if (!(await isFirstAdminToken(token)))
      return fail("gone", "This link was used already or replaced by a newer one.");
    await checkPasswordPolicy(password, [username, email]);
    await refuseTaken(username, email);
    const passwordHash = await hashPassword(password);
    try {
      const user = await db().$transaction(async (tx) => {
        if (!(await useFirstAdminToken(tx, hashOf(token)))) return fail("gone", "This link was used already.");
        return insertUser(tx, { id: newId(), username, email, passwordHash, role: "admin" });
      });
      ctx.log.info({ userId: user.id }, "first admin created");
      return presentAccount(user);
    } catch (error) {
      if (isUniqueViolation(error)) await refuseTaken(username, email);
      throw error;
    }
  },
});
