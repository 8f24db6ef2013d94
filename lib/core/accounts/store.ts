import { type Db, db } from "@/lib/kit/db";

/** The form of a user name or e-mail address that decides whether two are the same. */
export const accountKey = (name: string): string => name.trim().normalize("NFKC").toLowerCase();

export const findUser = (id: string) => db().user.findUnique({ where: { id } });

/** The account that signs in as `name`, its user name or e-mail address. */
export const findUserByName = (name: string) => {
  const key = accountKey(name);
  return db().user.findFirst({ where: key.includes("@") ? { emailKey: key } : { usernameKey: key } });
};

type NewUser = { id: string; username: string; email: string; passwordHash: string; role?: "user" | "admin" };

export const insertUser = (tx: Db, user: NewUser) =>
  tx.user.create({
    data: {
      ...user,
      displayName: user.username,
      usernameKey: accountKey(user.username),
      emailKey: accountKey(user.email),
    },
  });

/** Which of the two names of a new account is taken already. */
export async function takenNames(username: string, email: string): Promise<("username" | "email")[]> {
  const [byName, byEmail] = await Promise.all([
    db().user.findUnique({ where: { usernameKey: accountKey(username) }, select: { id: true } }),
    db().user.findUnique({ where: { emailKey: accountKey(email) }, select: { id: true } }),
  ]);
  return [...(byName ? (["username"] as const) : []), ...(byEmail ? (["email"] as const) : [])];
}

export const setPasswordHash = (id: string, passwordHash: string) =>
  db().user.update({ where: { id }, data: { passwordHash }, select: { id: true } });

export const setRoleOf = (tx: Db, id: string, role: "user" | "admin") =>
  tx.user.update({ where: { id }, data: { role } });

export const adminExists = async (): Promise<boolean> =>
  (await db().user.findFirst({ where: { role: "admin", deactivatedAt: null }, select: { id: true } })) !== null;

const FIRST_ADMIN = "first_admin";

/** Makes `hash` the only token that makes the first admin. */
export const replaceFirstAdminToken = (hash: string) =>
  db().$transaction([
    db().oneTimeToken.deleteMany({ where: { purpose: FIRST_ADMIN } }),
    db().oneTimeToken.create({ data: { hash, purpose: FIRST_ADMIN } }),
  ]);

/** Uses the token up; true for exactly one caller. */
export async function useFirstAdminToken(tx: Db, hash: string): Promise<boolean> {
  const used = await tx.oneTimeToken.updateMany({
    where: { hash, purpose: FIRST_ADMIN, usedAt: null },
    data: { usedAt: new Date() },
  });
  return used.count === 1;
}

export const firstAdminTokenExists = async (hash: string): Promise<boolean> =>
  (await db().oneTimeToken.count({ where: { hash, purpose: FIRST_ADMIN, usedAt: null } })) === 1;
