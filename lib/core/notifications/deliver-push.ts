import webPush from "web-push";
import { z } from "zod";
import { baseUrl } from "@/lib/core/mail/letter";
import { db } from "@/lib/kit/db";
import { env } from "@/lib/kit/env";
import { postGuarded } from "@/lib/kit/guarded-post";
import { type Job, queueJob } from "@/lib/kit/jobs";
import { Id } from "@/lib/shared/ids";
import { pushKeys } from "./push-keys";
import type { NotificationRow } from "./row";
import { note, takeDue } from "./take-due";
import { titleOf } from "./title";

/** The job that sends one push message to one browser. */
export const PUSH_NOTICES = "push-notices";

/** More at once become one message that says how many. */
const ALONE_MAX = 3;
/** How long a push service keeps a message for a browser that is away, in seconds. */
const KEPT_SECONDS = 24 * 3_600;
const ATTEMPTS = 5;

const Message = z.strictObject({ title: z.string(), body: z.string(), url: z.string(), tag: z.string() });
const Payload = z.strictObject({ subscriptionId: Id, message: Message, notificationIds: z.array(Id) });

/** Queues what is due to a member for each of their browsers. */
export const deliverPush = (userId: string): Promise<void> =>
  takeDue(userId, "push", async (tx, _profile, due) => {
    const browsers = await tx.pushSubscription.findMany({ where: { userId }, select: { id: true } });
    for (const { id: subscriptionId } of browsers) {
      for (const { message, rows } of messagesOf(due)) {
        const payload = { subscriptionId, message, notificationIds: rows.map(({ id }) => id) };
        await queueJob(tx, PUSH_NOTICES, payload, { maxAttempts: ATTEMPTS });
      }
    }
  });

function messagesOf(due: NotificationRow[]): { message: z.infer<typeof Message>; rows: NotificationRow[] }[] {
  const newest = due.at(-1);
  if (due.length <= ALONE_MAX || !newest) return due.map((row) => ({ message: messageOf(row), rows: [row] }));
  const message = {
    title: `${due.length} new notifications`,
    body: titleOf(newest),
    url: "/notifications",
    tag: "many",
  };
  return [{ message, rows: due }];
}

const messageOf = (row: NotificationRow): z.infer<typeof Message> => ({
  title: titleOf(row),
  body: row.body,
  url: row.url ?? "/notifications",
  tag: row.id,
});

/** Sends such a message. A browser that its push service does not know any more is signed off. Errors are tried again. */
export const pushNotices: Job = async (payload, { last }) => {
  const { subscriptionId, message, notificationIds } = Payload.parse(payload);
  const browser = await db().pushSubscription.findUnique({ where: { id: subscriptionId } });
  if (!browser) return note(db(), notificationIds, "push", "sending", { state: "dropped", reason: "no_browser" });
  try {
    const status = await send(browser, JSON.stringify(message));
    if (status === 404 || status === 410) {
      await db().pushSubscription.deleteMany({ where: { id: subscriptionId } });
      return await note(db(), notificationIds, "push", "sending", { state: "dropped", reason: "no_browser" });
    }
    if (status < 200 || status > 299) throw new Error(`the push service answered ${status}`);
  } catch (error) {
    const reason = `error: ${error instanceof Error ? error.message : String(error)}`;
    await note(db(), notificationIds, "push", "sending", { state: last ? "failed" : "sending", reason });
    throw error;
  }
  await db().pushSubscription.updateMany({ where: { id: subscriptionId }, data: { lastUsedAt: new Date() } });
  // One browser is enough, whatever the others said before.
  for (const from of ["sending", "dropped", "failed"] as const) {
    await note(db(), notificationIds, "push", from, { state: "delivered" });
  }
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
  return postGuarded(endpoint, { headers, body, allowPrivate: env().PUSH_ALLOW_PRIVATE });
}

/** Whom a push service asks when something is wrong: it takes https and mailto. */
const subject = (): string =>
  baseUrl().startsWith("https://") ? baseUrl() : `mailto:no-reply@${new URL(baseUrl()).hostname}`;
