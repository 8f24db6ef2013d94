import { type Db, db } from "@/lib/kit/db";
import { fail } from "@/lib/shared/errors";

/** The form of a user name or e-mail address that decides whether two are the same. */
export const accountKey = (name: string): string => name.trim().normalize("NFKC").toLowerCase();

export const findUser = (id: string) => db().user.findUnique({ where: { id } });

/** The account that signs in as `name`, its user name or e-mail address. */
export const findUserByName = (name: string) => {
  const key = accountKey(name);
  return db().user.findFirst({ where: key.includes("@") ? { emailKey: key } : { usernameKey: key } });
};

type NewUser = { id: string; username: string; email: string; passwordHash: string; role?: "user" | "admin" };

/** Stores an account whose address counts at once or, as a claim, once it is confirmed. */
export const insertUser = (tx: Db, user: NewUser, { confirmed = true }: { confirmed?: boolean } = {}) =>
  tx.user.create({
    data: {
      ...user,
      displayName: user.username,
      usernameKey: accountKey(user.username),
      ...(confirmed ? { emailKey: accountKey(user.email) } : { claimedEmailKey: accountKey(user.email) }),
    },
  });

/** The account whose confirmed address this is, else the first that gave it and did not confirm it yet. */
export const findUserByAddress = async (email: string) => {
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

export const setPasswordHash = (tx: Db, id: string, passwordHash: string) =>
  tx.user.update({ where: { id }, data: { passwordHash }, select: { id: true } });

export const adminExists = async (): Promise<boolean> =>
  (await db().user.findFirst({ where: { role: "admin", deactivatedAt: null }, select: { id: true } })) !== null;

/**
 * Locks the active admins until `tx` ends, so that no two of them go at once.
 * @throws conflict when `id` is the only one
 */
export async function refuseLastAdmin(tx: Db, id: string): Promise<void> {
  const admins = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM users WHERE role = 'admin' AND deactivated_at IS NULL ORDER BY id FOR UPDATE`;
  if (admins.length === 1 && admins[0]?.id === id) {
    fail("conflict", "This is the last admin. Make another member admin first.");
  }
}

/** Of a member that a row names, what others may know. */
export const publicUser = { select: { id: true, username: true, displayName: true, role: true } } as const;

/** What others may know of the members with these ids, by id; those who left are missing. */
export async function findMembers(ids: string[]) {
  const rows = await db().user.findMany({ where: { id: { in: ids } }, ...publicUser });
  return new Map(rows.map((row) => [row.id, row]));
}
