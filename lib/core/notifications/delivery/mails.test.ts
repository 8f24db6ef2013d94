import "@/lib/core/testing/planted";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Member } from "@/lib/core/context";
import { createNotifications, listNotifications } from "@/lib/core/notifications/index";
import { deliverPush } from "@/lib/core/notifications/push/deliver-push";
import { noteReached, noteTry, noteUnreached } from "@/lib/core/notifications/push/note-push";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { overtake } from "@/lib/core/testing/overtake";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { closeMail } from "@/lib/kit/mail";
import { testDatabase } from "@/lib/kit/testing/database";
import { type TestSmtp, testSmtp } from "@/lib/kit/testing/smtp";
import { hotTransaction } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { decideAgain } from "./decide";
import { deliverMail, MAIL_NOTICES, mailNotices } from "./deliver-mail";
import { listDeliveries } from "./deliveries";
import type { UnderWay } from "./delivery-store";
import { noteMail } from "./note-delivery";
import type { OuterChannel } from "./plan-deliveries";

testDatabase();

const me = { userId: "me" } as const;
/** Nobody listens there. */
const NO_SERVER = "smtp://127.0.0.1:1";
let smtp: TestSmtp;
beforeAll(async () => {
  smtp = await testSmtp();
  overrideEnv({ SMTP_URL: smtp.url, SECRET_KEY: "a secret key for tests, long enough to be one" });
});
afterAll(async () => {
  closeMail();
  await smtp.stop();
});

const mention = (member: Member, name: string) =>
  hotTransaction((tx, afterCommit) =>
    createNotifications(tx, afterCommit, [
      {
        ...{ userId: member.id, type: "greeting", title: `${name} mentioned you`, body: "Look!", url: "/rooms" },
        merge: { place: "kitchen", phrase: "mentioned you", actor: { id: name, name } },
      },
    ]),
  );

async function byMail(member: Member) {
  const [newest] = (await listNotifications(memberCtx(member), { ...me, limit: 1 })).items;
  const { items } = await listDeliveries(memberCtx(member), { ...me, notificationId: newest?.id ?? "" });
  return items.find(({ channel }) => channel === "email");
}

/** Mentions a member and takes it up, and answers the job that is to mail it, out of the queue. */
async function mailJob(member: Member, name: string): Promise<(last?: boolean) => Promise<void>> {
  await mention(member, name);
  await db()
    .$executeRaw`UPDATE notification_deliveries SET until = now() - interval '1 second' WHERE state = 'waiting'`;
  await deliverMail(member.id);
  const [job] = await db().$queryRaw<{ payload: unknown }[]>`
    DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
    WHERE t.id = j.task_id AND t.identifier = ${MAIL_NOTICES} RETURNING payload`;
  return (last = false) =>
    mailNotices(job?.payload, { id: "1", number: 1, last, signal: new AbortController().signal });
}

async function nextMail(): Promise<{ to?: string; subject?: string }> {
  const { to, raw } = await smtp.next();
  return { to: to[0], subject: /^Subject: (.*)$/m.exec(raw)?.[1]?.trim() };
}

const mailTo = (member: Member, subject: string) => ({ to: `${member.username}@example.org`, subject });

test("mails what was merged into a mail that failed for good meanwhile", async () => {
  const bea = await makeMember();
  const older = await mailJob(bea, "Ada");
  overrideEnv({ SMTP_URL: NO_SERVER });
  await expect(older()).rejects.toThrow("ECONNREFUSED");
  const newer = await mailJob(bea, "Bob");
  await older(true);
  expect(await byMail(bea)).toMatchObject({ state: "sending", reason: null });
  await expect(newer()).rejects.toThrow("ECONNREFUSED");
  expect(await byMail(bea)).toMatchObject({ state: "sending", reason: "error" });
  overrideEnv({ SMTP_URL: smtp.url });
  await newer();
  expect(await nextMail()).toEqual(mailTo(bea, "Bob and Ada mentioned you"));
  expect(await byMail(bea)).toMatchObject({ state: "delivered" });
});

test("mails once what two mails were written about, also when both are tried at the same moment", async () => {
  const [bea, cat] = [await makeMember(), await makeMember()];
  const older = await mailJob(bea, "Ada");
  const newer = await mailJob(bea, "Bob");
  await Promise.all([older(), newer()]);
  expect(await nextMail()).toEqual(mailTo(bea, "Bob and Ada mentioned you"));
  expect(await byMail(bea)).toMatchObject({ state: "delivered" });
  await (await mailJob(cat, "Dan"))();
  expect(await nextMail()).toEqual(mailTo(cat, "Dan mentioned you"));
});

test("leaves to a newer mail what a failing one was about when it was sent off", async () => {
  const bea = await makeMember();
  await mailJob(bea, "Ada");
  const [{ mailId, notificationId } = { mailId: null, notificationId: "" }] = await db().notificationDelivery.findMany({
    where: { userId: bea.id, channel: "email" },
  });
  const older = { userId: bea.id, ids: [notificationId], carrier: mailId ?? "" };
  await mailJob(bea, "Bob");
  for (const sent of [{ sent: false, reason: "error: gone", last: true } as const, { sent: true } as const]) {
    await noteMail(older, sent);
    expect(await byMail(bea)).toMatchObject({ state: "sending", reason: null });
  }
});

type Change = (underWay: UnderWay) => Promise<unknown>;
const changes: [string, OuterChannel, string, Change][] = [
  ["what is due by mail is taken up", "email", "waiting", ({ userId }) => deliverMail(userId)],
  ["what is due by push is taken up", "push", "waiting", ({ userId }) => deliverPush(userId)],
  ["a mail is decided again", "email", "sending", (underWay) => decideAgain("email", underWay)],
  ["a mail is noted", "email", "sending", (underWay) => noteMail(underWay, { sent: true })],
  ["a push message is noted as delivered", "push", "sending", noteReached],
  ["a failed try of a push message is noted", "push", "sending", (underWay) => noteTry(underWay, "error: no")],
  ["a push message is noted as lost", "push", "sending", (underWay) => noteUnreached(underWay)],
];

test.each(changes)(
  "waits for the member before any of their deliveries when %s",
  async (_when, channel, state, change) => {
    const { id: userId } = await makeMember();
    const [id, carrier] = [newId(), newId()];
    const times = { until: new Date(0), updatedAt: new Date(0) };
    await db().notificationDelivery.create({
      data: { notificationId: id, userId, channel, state, mailId: carrier, browsers: [carrier], ...times },
    });
    await overtake(
      userId,
      () => change({ userId, ids: [id], carrier }),
      (tx) =>
        tx.$queryRaw`SELECT 1 AS one FROM notification_deliveries WHERE user_id = ${userId}::uuid FOR UPDATE NOWAIT`,
    );
  },
);
