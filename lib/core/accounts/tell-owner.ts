import type { Ctx } from "@/lib/core/context";
import { deviceOf } from "@/lib/core/engine/sessions/device";
import type { MailText } from "@/lib/core/mail/write-mail";
import { createNotifications } from "@/lib/core/notifications";
import type { AfterCommit, Tx } from "@/lib/kit/transact";
import { writeToOwner } from "./owner-mail";

type Owner = { id: string; email: string; emailKey: string | null };
type News = { title: string; lines: string[] };
/** Where the notification leads, and what the mail offers to do, if anything. */
type Ways = { path: string; action?: MailText["action"] };

/** Stores word of something that concerns an account's safety, last in the transaction that does it. */
export async function noteSecurity(
  tx: Tx,
  afterCommit: AfterCommit,
  userId: string,
  news: News & { path: string },
): Promise<void> {
  await createNotifications(tx, afterCommit, [draftOf(userId, news)]);
}

/** As `noteSecurity`, and writes the owner a mail about it instead of the mail that members may hold back. */
export async function writeSecurity(
  tx: Tx,
  afterCommit: AfterCommit,
  owner: Owner,
  { action, ...news }: News & Ways,
): Promise<void> {
  const [row] = await createNotifications(tx, afterCommit, [{ ...draftOf(owner.id, news), hasOwnMail: true }]);
  await writeToOwner(tx, owner, { subject: news.title, lines: news.lines, action }, row?.id);
}

const draftOf = (userId: string, { title, lines, path }: News & { path: string }) =>
  ({ userId, type: "security", title, body: lines.join(" "), url: path }) as const;

/** A sign-in from a browser and system the account was not used with before. */
export function noteNewDevice(tx: Tx, afterCommit: AfterCommit, ctx: Ctx, owner: Owner): Promise<void> {
  const { browser, system } = deviceOf(ctx.userAgent);
  return writeSecurity(tx, afterCommit, owner, {
    title: "A new device signed in",
    lines: [
      `Your account was signed in to with ${browser} on ${system}, from the IP ${ctx.ip}.`,
      "If this was not you, end that session and change your password.",
    ],
    path: "/settings/security",
    action: { label: "Look at your sessions", path: "/settings/security" },
  });
}

/** So many sign-ins failed that IPs unknown to the account are locked out for a while. */
export function noteLockedOut(tx: Tx, afterCommit: AfterCommit, owner: Owner): Promise<void> {
  return writeSecurity(tx, afterCommit, owner, {
    title: "Many sign-ins to your account failed",
    lines: [
      "Someone keeps trying to sign in to your account. For 15 minutes only addresses you used before can.",
      "Your password still works. If it is used elsewhere too, change it.",
    ],
    path: "/settings/security",
    action: { label: "Look at your sessions", path: "/settings/security" },
  });
}

/** A recovery code stood in for the authenticator; `left` more can. */
export function noteRecoveryCode(tx: Tx, afterCommit: AfterCommit, owner: Owner, left: number): Promise<void> {
  const rest = left > 1 ? `${left} are` : ["None is", "1 is"][left];
  return writeSecurity(tx, afterCommit, owner, {
    title: "A recovery code was used",
    lines: [
      `A recovery code stood in for a code of your authenticator at a sign-in. ${rest} left.`,
      "If this was not you, change your password and make new recovery codes.",
    ],
    path: "/settings/security",
    action: { label: "Look at your second factor", path: "/settings/security" },
  });
}
