import { type Db, db } from "@/lib/kit/db";
import { hashToken, newToken } from "@/lib/kit/encryption";
import { log } from "@/lib/kit/log";
import { fail, isAppError } from "@/lib/shared/errors";

export type TokenPurpose = "first_admin" | "password_reset" | "email_change";

type NewToken = { purpose: TokenPurpose; userId?: string; subject?: string; lifeMs?: number };

/** Makes a token beside those of its purpose (and member) that work already, and answers what the link holds. */
export async function issueToken(tx: Db, { purpose, userId, subject, lifeMs }: NewToken): Promise<string> {
  const token = newToken();
  const expiresAt = lifeMs === undefined ? null : new Date(Date.now() + lifeMs);
  await tx.oneTimeToken.create({ data: { hash: hashToken(token), purpose, userId, subject, expiresAt } });
  return token;
}

/** As `issueToken`, in place of the earlier ones. */
export async function replaceToken(tx: Db, token: NewToken): Promise<string> {
  await tx.oneTimeToken.deleteMany({ where: { purpose: token.purpose, userId: token.userId ?? null } });
  return issueToken(tx, token);
}

const usable = (purpose: TokenPurpose) => ({
  purpose,
  usedAt: null,
  OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
});

/** How many tokens of a member would still work. */
export const countUsable = (tx: Db, purpose: TokenPurpose, userId: string): Promise<number> =>
  tx.oneTimeToken.count({ where: { ...usable(purpose), userId } });

/** What a usable token stands for, without using it. */
export const findToken = (purpose: TokenPurpose, token: string) =>
  db().oneTimeToken.findFirst({
    where: { ...usable(purpose), hash: hashToken(token) },
    select: { userId: true, subject: true },
  });

/** Uses the token up: true for exactly one caller. */
export async function useToken(tx: Db, purpose: TokenPurpose, token: string): Promise<boolean> {
  const where = { ...usable(purpose), hash: hashToken(token) };
  return (await tx.oneTimeToken.updateMany({ where, data: { usedAt: new Date() } })).count === 1;
}

/**
 * Runs `run` with the token used up, and gives it back when that fails for any other reason than `gone`: who holds the
 * link tries again then.
 * @throws gone with `words` for all callers but one, and what `run` throws
 */
export async function withToken<T>(
  purpose: TokenPurpose,
  token: string,
  words: string,
  run: () => Promise<T>,
): Promise<T> {
  if (!(await useToken(db(), purpose, token))) return fail("gone", words);
  try {
    return await run();
  } catch (error) {
    if (!(isAppError(error) && error.code === "gone")) await giveBack(token);
    throw error;
  }
}

async function giveBack(token: string): Promise<void> {
  try {
    await db().oneTimeToken.updateMany({ where: { hash: hashToken(token) }, data: { usedAt: null } });
  } catch (error) {
    log().warn({ err: error }, "a link could not be given back");
  }
}
