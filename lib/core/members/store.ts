import { type Db, db } from "@/lib/kit/db";
import { hashToken } from "@/lib/kit/encryption";
import { EMAIL_MAX } from "@/lib/shared/bounds";
import { fail } from "@/lib/shared/errors";

/**
 * The form of a user name or e-mail address that decides whether two are the same. One that is too long for any account,
 * as normalising may make a short text, stands for nothing but itself: its hash, which is no account's key.
 */
export function accountKey(name: string): string {
  const key = name.trim().normalize("NFKC").toLowerCase();
  return key.length <= EMAIL_MAX ? key : hashToken(key);
}

export const findUser = (id: string) => db().user.findUnique({ where: { id } });

/** An account as it is now. Nobody else changes it, or begins anything in its name, until `tx` ends. */
export async function lockAccount(tx: Db, id: string) {
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return tx.user.findUnique({ where: { id } });
}

type Known = { id: string; credentialsVersion: number };

/** As `lockAccount`, where the account is in use and has the password and email with which it was `known`. */
export async function lockUnchanged(tx: Db, known: Known) {
  const user = await lockAccount(tx, known.id);
  return user && !user.deactivatedAt && user.credentialsVersion === known.credentialsVersion ? user : undefined;
}

/**
 * As `lockUnchanged`, for what someone does who has shown the password.
 * @throws conflict when the account changed since it was `known`
 */
export const lockConfirmed = async (tx: Db, known: Known) =>
  (await lockUnchanged(tx, known)) ?? fail("conflict", "Your password was changed meanwhile. Begin again.");

/** Of a member that a row names, what others may know. */
export const publicUser = { select: { id: true, username: true, displayName: true, role: true } } as const;

/** What others may know of the members with these ids, by id; those who left are missing. */
export async function findMembers(ids: string[]) {
  const rows = await db().user.findMany({ where: { id: { in: ids } }, ...publicUser });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Who can sign in as an admin. */
export async function activeAdminIds(): Promise<string[]> {
  const rows = await db().user.findMany({ where: { role: "admin", deactivatedAt: null }, select: { id: true } });
  return rows.map(({ id }) => id);
}
