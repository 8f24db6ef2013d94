import type { Ctx } from "@/lib/core/http/context";
import type { Letter } from "@/lib/core/mail/letter";
import { announceNotifications, createNotifications, type NotificationRow } from "@/lib/core/notifications";
import { deviceOf } from "@/lib/core/sessions/device";
import { type Db, db, queryIn } from "@/lib/kit/db";
import { writeToOwner } from "./owner-letter";

type Owner = { id: string; email: string; emailKey: string | null };
type News = { title: string; lines: string[] };
/** Where the notification leads, and what the letter offers to do, if anything. */
type Ways = { path: string; action?: Letter["action"] };

/** Tells an account's owner of something that concerns its safety: in the app, live, and by mail. */
async function tellOwner(
  owner: Owner,
  { label, path, ...news }: News & { label: string; path: string },
): Promise<void> {
  const rows = await db().$transaction((tx) => writeSecurity(tx, owner, { ...news, path, action: { label, path } }));
  await announceNotifications(rows);
}

/**
 * Stores word of something that concerns an account's safety, last in the transaction that does it. Give the answer to
 * `announceNotifications` after the commit.
 */
export const noteSecurity = (tx: Db, userId: string, news: News & { path: string }): Promise<NotificationRow[]> =>
  createNotifications(queryIn(tx), [draftOf(userId, news)]);

/** As `noteSecurity`, and writes the owner a letter about it instead of the mail that members may hold back. */
export async function writeSecurity(
  tx: Db,
  owner: Owner,
  { action, ...news }: News & Ways,
): Promise<NotificationRow[]> {
  const rows = await createNotifications(queryIn(tx), [{ ...draftOf(owner.id, news), hasOwnLetter: true }]);
  await writeToOwner(tx, owner, { subject: news.title, lines: news.lines, action }, rows[0]?.id);
  return rows;
}

const draftOf = (userId: string, { title, lines, path }: News & { path: string }) =>
  ({ userId, type: "security", title, body: lines.join(" "), url: path }) as const;

/** A sign-in from a browser and system the account was not used with before. */
export function tellNewDevice(ctx: Ctx, owner: Owner): Promise<void> {
  const { browser, system } = deviceOf(ctx.userAgent);
  return tellOwner(owner, {
    title: "A new device signed in",
    lines: [
      `Your account was signed in to with ${browser} on ${system}, from the address ${ctx.address}.`,
      "If this was not you, end that session and change your password.",
    ],
    path: "/settings/security",
    label: "Look at your sessions",
  });
}

/** So many sign-ins failed that addresses unknown to the account are locked out for a while. */
export function tellLockedOut(owner: Owner): Promise<void> {
  return tellOwner(owner, {
    title: "Many sign-ins to your account failed",
    lines: [
      "Someone keeps trying to sign in to your account. For 15 minutes only addresses you used before can.",
      "Your password still works. If it is used elsewhere too, change it.",
    ],
    path: "/settings/security",
    label: "Look at your sessions",
  });
}
