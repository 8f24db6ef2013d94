import webPush from "web-push";
import { z } from "zod";
import { baseUrl } from "@/lib/core/mail/write-mail";
import { decideAgain } from "@/lib/core/notifications/delivery/decide";
import { noteBrowsers } from "@/lib/core/notifications/delivery/delivery-store";
import { errorReason } from "@/lib/core/notifications/delivery/note-delivery";
import { takeDue } from "@/lib/core/notifications/delivery/take-due";
import { titleOf } from "@/lib/core/notifications/inbox/title";
import type { NotificationRow } from "@/lib/core/notifications/row";
import { db } from "@/lib/kit/db";
import { type Job, queueJob } from "@/lib/kit/jobs";
import { isFetchError } from "@/lib/kit/safe-fetch/fetch-error";
import { safeFetch } from "@/lib/kit/safe-fetch/safe-fetch";
import { Id } from "@/lib/shared/ids";
import { noteReached, noteTry, noteUnreached } from "./note-push";
import { pushKeys } from "./push-keys";

/** The job that sends one push message to one browser. */
export const PUSH_NOTICES = "push-notices";

/** More at once become one message that says how many. */
const ALONE_MAX = 3;
/** How long a push service keeps a message for a browser that is away, in seconds. */
const KEPT_SECONDS = 24 * 3_600;
const ATTEMPTS = 5;

const Payload = z.strictObject({ userId: Id, subscriptionId: Id, notificationIds: z.array(Id) });
type Payload = z.infer<typeof Payload>;

/** Queues what is due to a member for each of their browsers. The words are written when it is sent. */
export const deliverPush = (userId: string): Promise<void> =>
  takeDue(userId, "push", async (tx, due) => {
    const browsers = await tx.pushSubscription.findMany({ where: { userId }, select: { id: true } });
    const browserIds = browsers.map(({ id }) => id);
    await noteBrowsers(tx.query, due, browserIds);
    for (const subscriptionId of browserIds) {
      for (const notificationIds of due.length > ALONE_MAX ? [due] : due.map((id) => [id])) {
        const payload: Payload = { userId, subscriptionId, notificationIds };
        await queueJob(tx, PUSH_NOTICES, payload, { maxAttempts: ATTEMPTS });
      }
    }
  });

function messageOf(rows: NotificationRow[]) {
  const [newest, ...others] = rows.toReversed();
  if (!newest) throw new Error("A message is about something.");
  if (others.length === 0) {
    return { title: titleOf(newest), body: newest.body, url: newest.url ?? "/notifications", tag: newest.id };
  }
  return { title: `${rows.length} new notifications`, body: titleOf(newest), url: "/notifications", tag: "many" };
}

/**
 * Sends such a message, about what may still be sent. A browser that its push service does not know any more is signed
 * off. Errors are tried again by the queue.
 */
export const pushNotices: Job = async (payload, { last }) => {
  const { userId, subscriptionId, notificationIds } = Payload.parse(payload);
  const underWay = { userId, ids: notificationIds, carrier: subscriptionId };
  const going = await decideAgain("push", underWay);
  if (!going) return;
  // Who uses the browser may have changed: then it is not this member's any more.
  const browser = await db().pushSubscription.findFirst({ where: { id: subscriptionId, userId } });
  if (!browser) return noteUnreached(underWay);
  try {
    const status = await send(browser, JSON.stringify(messageOf(going.rows)));
    if (status === 404 || status === 410) {
      await db().pushSubscription.deleteMany({ where: { id: subscriptionId, userId } });
      return await noteUnreached(underWay);
    }
    if (status < 200 || status > 299) throw new Error(`the push service answered ${status}`);
  } catch (error) {
    if (last) await noteUnreached(underWay, errorReason(error));
    else await noteTry(underWay, errorReason(error));
    throw error;
  }
  await db().pushSubscription.updateMany({ where: { id: subscriptionId }, data: { lastUsedAt: new Date() } });
  await noteReached(underWay);
};

type Browser = { endpoint: string; p256dh: string; auth: string };

/** Encrypts the message for the browser and answers the status its push service gave. */
async function send({ endpoint, p256dh, auth }: Browser, text: string): Promise<number> {
  const vapidDetails = { subject: subject(), ...(await pushKeys()) };
  const request = webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, text, {
    vapidDetails,
    TTL: KEPT_SECONDS,
    contentEncoding: "aes128gcm",
  });
  const { headers, body } = request;
  const alone = { httpsOnly: true, follow: false, statusOnly: true };
  try {
    const { status } = await safeFetch(endpoint, { method: "POST", headers, body, ...alone });
    return status;
  } catch (error) {
    throw isFetchError(error) ? new Error(error.fault, { cause: error }) : error;
  }
}

/** Whom a push service asks when something is wrong: it takes https and mailto. */
const subject = (): string =>
  baseUrl().startsWith("https://") ? baseUrl() : `mailto:no-reply@${new URL(baseUrl()).hostname}`;
