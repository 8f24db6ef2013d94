import { db } from "@/lib/kit/db";
import { isReadable } from "./totp";

/** The user names of members whose second factor this SECRET_KEY can't read: they sign in with a recovery code. */
export async function unreadableSecondFactors(): Promise<string[]> {
  const owners = await db().user.findMany({
    where: { totpEnabledAt: { not: null } },
    select: { username: true, totpSecret: true },
    orderBy: { usernameKey: "asc" },
  });
  return owners.filter(({ totpSecret }) => !isReadable(totpSecret)).map(({ username }) => username);
}
