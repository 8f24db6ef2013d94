import { type Db, db } from "@/lib/kit/db";
import { hashToken, newToken } from "@/lib/kit/seal";

export type TokenPurpose = "first_admin" | "password_reset" | "email_change";

type NewToken = { purpose: TokenPurpose; userId?: string; subject?: string; lifeMs?: number };

/** Makes the only token of its purpose (and member) that works from now on, and answers what the link holds. */
export async function issueToken(tx: Db, { purpose, userId, subject, lifeMs }: NewToken): Promise<string> {
  const token = newToken();
  const expiresAt = lifeMs === undefined ? null : new Date(Date.now() + lifeMs);
  await tx.oneTimeToken.deleteMany({ where: { purpose, userId: userId ?? null } });
  await tx.oneTimeToken.create({ data: { hash: hashToken(token), purpose, userId, subject, expiresAt } });
  return token;
}

const usable = (purpose: TokenPurpose, token: string) => ({
  hash: hashToken(token),
  purpose,
  usedAt: null,
  OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
});

/** What a usable token stands for, without using it. */
export const findToken = (purpose: TokenPurpose, token: string) =>
  db().oneTimeToken.findFirst({ where: usable(purpose, token), select: { userId: true, subject: true } });

/** Uses the token up: true for exactly one caller. */
export async function useToken(tx: Db, purpose: TokenPurpose, token: string): Promise<boolean> {
  const used = await tx.oneTimeToken.updateMany({ where: usable(purpose, token), data: { usedAt: new Date() } });
  return used.count === 1;
}
