import type { Ctx } from "@/lib/core/http/context";
import { createNotifications, type NotificationRow } from "@/lib/core/notifications";
import { deviceOf } from "@/lib/core/sessions/device";
import { type Db, queryIn } from "@/lib/kit/db";
import { writeToOwner } from "./owner-letter";

type Owner = { id: string; email: string; emailKey: string | null };
type News = { title: string; lines: string[]; path: string; label: string };

type Word = Omit<News, "label"> & {
  /** The letter about it is written by the caller. */
  hasOwnLetter?: true;
};

/**
 * Stores word of something that concerns an account's safety, last in the transaction that does it. Give the answer to
 * `announceNotifications` after the commit.
 */
export const noteSecurity = (tx: Db, userId: string, { lines, path, ...word }: Word): Promise<NotificationRow[]> =>
  createNotifications(queryIn(tx), [{ userId, type: "security", body: lines.join(" "), url: path, ...word }]);

/**
 * Stores word of something that concerns an account's safety and queues the letter about it, as `noteSecurity` does without
 * a letter.
 */
async function noteWithLetter(tx: Db, owner: Owner, { title, lines, path, label }: News): Promise<NotificationRow[]> {
  await writeToOwner(tx, owner, { subject: title, lines, action: { label, path } });
  return noteSecurity(tx, owner.id, { title, lines, path, hasOwnLetter: true });
}

/** A sign-in from a browser and system the account was not used with before. */
export function noteNewDevice(tx: Db, ctx: Ctx, owner: Owner): Promise<NotificationRow[]> {
  const { browser, system } = deviceOf(ctx.userAgent);
  return noteWithLetter(tx, owner, {
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
export function noteLockedOut(tx: Db, owner: Owner): Promise<NotificationRow[]> {
  return noteWithLetter(tx, owner, {
    title: "Many sign-ins to your account failed",
    lines: [
      "Someone keeps trying to sign in to your account. For 15 minutes only addresses you used before can.",
      "Your password still works. If it is used elsewhere too, change it.",
    ],
    path: "/settings/security",
    label: "Look at your sessions",
  });
}

/** A recovery code stood in for the authenticator; `left` more can. */
export function noteRecoveryCode(tx: Db, owner: Owner, left: number): Promise<NotificationRow[]> {
  const rest = left > 1 ? `${left} are` : ["None is", "1 is"][left];
  return noteWithLetter(tx, owner, {
    title: "A recovery code was used",
    lines: [
      `A recovery code stood in for a code of your authenticator at a sign-in. ${rest} left.`,
      "If this was not you, change your password and make new recovery codes.",
    ],
    path: "/settings/security",
    label: "Look at your second factor",
  });
}
