import { secretKey } from "@/lib/core/engine/sessions/token";
import { baseUrl, writeMail } from "@/lib/core/mail/write-mail";
import { titleOf } from "@/lib/core/notifications/inbox/title";
import type { Profile } from "@/lib/core/notifications/preferences/profile";
import type { NotificationRow } from "@/lib/core/notifications/row";
import { decrypt, encrypt } from "@/lib/kit/encryption";
import type { Mail } from "@/lib/kit/mail";

/** Notifications written out in one mail; of the rest it says how many. */
const WRITTEN_MAX = 20;
const PURPOSE = "unsubscribe";

/** One mail about all of these, newest first, with a link that ends such mails. */
export function writeNotices({ userId, email }: Profile, rows: NotificationRow[]): Mail {
  const newest = rows.toReversed();
  const [first] = newest;
  const more = newest.length - WRITTEN_MAX;
  const path = `/unsubscribe/${unsubscribeToken(userId)}`;
  const mail = writeMail({
    to: email,
    subject: newest.length === 1 && first ? titleOf(first) : `${newest.length} new notifications`,
    lines: [...newest.slice(0, WRITTEN_MAX).map(lineOf), ...(more > 0 ? [`And ${more} more.`] : [])],
    action:
      newest.length === 1 && first?.url
        ? { label: "Open it", path: first.url }
        : { label: "All notifications", path: "/notifications" },
    note: { text: "You chose to get these by mail.", label: "Stop these mails", path },
  });
  // RFC 8058: the mail program itself may offer to stop them, by one POST to its URL.
  const headers = {
    "List-Unsubscribe": `<${baseUrl()}${path}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
  return { ...mail, headers };
}

const lineOf = (row: NotificationRow): string => (row.body ? `${titleOf(row)}: “${row.body}”` : titleOf(row));

/** What a link holds that ends a member's mails: their id, encrypted, so that nobody makes one for another. */
export const unsubscribeToken = (userId: string): string => encrypt(userId, secretKey(), PURPOSE);

/** The member whose mails a link ends; undefined when it was not made here. */
export const unsubscriber = (token: string): string | undefined => decrypt(token, secretKey(), PURPOSE);
