import type { Db } from "@/lib/kit/db";

type Change = {
  passwordHash?: string;
  email?: string;
  emailKey?: string;
  claimedEmailKey?: null;
  deactivatedAt?: Date;
  version?: { increment: number };
};

/**
 * Changes what a locked account is signed in to with, or shuts it. With it ends what was begun before: links in mails,
 * sign-ins under way, and what someone who had shown the old password is about to do. Only a link that confirms the
 * account's own email goes on working.
 */
export async function changeCredentials(tx: Db, userId: string, change: Change): Promise<void> {
  const { email } = await tx.user.update({
    where: { id: userId },
    data: { ...change, credentialsVersion: { increment: 1 } },
    select: { email: true },
  });
  await tx.oneTimeToken.deleteMany({ where: { userId, NOT: { purpose: "email_change", subject: email } } });
}
