import { accountKey } from "@/lib/core/members/store";
import { type Db, db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";

/** The account that signs in as `name`, its user name or e-mail address. */
export const findUserByName = (name: string) => {
  const key = accountKey(name);
  return db().user.findFirst({ where: key.includes("@") ? { emailKey: key } : { usernameKey: key } });
};

type NewUser = { id: string; username: string; email: string; passwordHash: string; role?: "user" | "admin" };

/** Stores an account whose email counts at once or, as a claim, once it is confirmed. */
export const insertUser = (tx: Db, user: NewUser, { confirmed = true }: { confirmed?: boolean } = {}) =>
  tx.user.create({
    data: {
      ...user,
      displayName: user.username,
      usernameKey: accountKey(user.username),
      ...(confirmed ? { emailKey: accountKey(user.email) } : { claimedEmailKey: accountKey(user.email) }),
    },
  });

/** The account whose confirmed email this is, else the first that gave it and did not confirm it yet. */
export const findUserByEmail = async (email: string) => {
  const key = accountKey(email);
  const owner = await db().user.findUnique({ where: { emailKey: key } });
  return owner ?? db().user.findFirst({ where: { claimedEmailKey: key }, orderBy: { id: "asc" } });
};

/** Which of the names of a new account are taken already. */
export async function takenNames(username: string, email?: string): Promise<("username" | "email")[]> {
  const [byName, byEmail] = await Promise.all([
    db().user.findUnique({ where: { usernameKey: accountKey(username) }, select: { id: true } }),
    email !== undefined && db().user.findUnique({ where: { emailKey: accountKey(email) }, select: { id: true } }),
  ]);
  return [...(byName ? (["username"] as const) : []), ...(byEmail ? (["email"] as const) : [])];
}

/** As `lockAccount`, where the account is about to go: until `tx` ends nothing that names it is stored either. */
export const lockForGood = (tx: Db, id: string) => tx.$queryRaw`SELECT 1 FROM users WHERE id = ${id}::uuid FOR UPDATE`;
/** Stores the same password with today's parameters, unless another one was set since `user` was read. */
export const renewHash = (user: { id: string; passwordHash: string }, passwordHash: string) =>
  db().user.updateMany({ where: { id: user.id, passwordHash: user.passwordHash }, data: { passwordHash } });

export const adminExists = async (tx: Db = db()): Promise<boolean> =>
  (await tx.user.findFirst({ where: { role: "admin", deactivatedAt: null }, select: { id: true } })) !== null;

/**
 * Locks the account and the active admins until `tx` ends, so that no two of them go at once. In the order of their ids,
 * as by whoever else locks several.
 * @throws conflict when `id` is the only one
 */
export async function refuseLastAdmin(tx: Db, id: string): Promise<void> {
  const locked = await tx.$queryRaw<{ id: string; isAdmin: boolean }[]>`
    SELECT id, role = 'admin' AND deactivated_at IS NULL AS "isAdmin" FROM users
    WHERE (role = 'admin' AND deactivated_at IS NULL) OR id = ${id}::uuid ORDER BY id FOR NO KEY UPDATE`;
  const admins = locked.filter(({ isAdmin }) => isAdmin);
  if (admins.length === 1 && admins[0]?.id === id) {
    fail("conflict", "This is the last admin. Make another member admin first.");
  }
}
