import { env } from "@/lib/kit/env";
import { remember } from "@/lib/kit/remember";
import { invalidFields } from "@/lib/shared/errors";

/** About 49,000 passwords seen most in breaches, from @zxcvbn-ts/language-common; loaded when first asked. */
const commonPasswords = () =>
  remember("common-passwords", async () => {
    const { dictionary } = await import("@zxcvbn-ts/language-common");
    return new Set<string>(dictionary["passwords-common"]);
  });

/**
 * Refuses a password that the policy of this instance (MIN_PASSWORD_LENGTH, REQUIRE_…) or common sense forbids.
 * @throws invalid_input on `field`, where the password was given
 */
export async function checkPasswordPolicy(password: string, names: string[], field = "password"): Promise<void> {
  const { MIN_PASSWORD_LENGTH, REQUIRE_NUMBERS, REQUIRE_UPPERCASE, REQUIRE_SPECIAL_CHARS } = env();
  const lower = password.toLowerCase();
  const problems = [
    [...password].length < MIN_PASSWORD_LENGTH && `must have at least ${MIN_PASSWORD_LENGTH} characters`,
    REQUIRE_NUMBERS && !/\p{N}/u.test(password) && "must hold a digit",
    REQUIRE_UPPERCASE && !/\p{Lu}/u.test(password) && "must hold an upper-case letter",
    REQUIRE_SPECIAL_CHARS && !/[^\p{L}\p{N}\s]/u.test(password) && "must hold a special character",
    names.some((name) => lower === name.toLowerCase()) && "must not be your name or e-mail address",
    (await commonPasswords()).has(lower) && "is too common: many people use it",
  ].filter((problem) => typeof problem === "string");
  if (problems.length === 0) return;
  invalidFields(problems.map((message) => ({ field, message })));
}
