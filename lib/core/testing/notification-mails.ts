import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import type { Member } from "@/lib/core/context";
import { listDeliveries } from "@/lib/core/notifications/delivery/deliveries";
import { createNotifications, listNotifications, notificationJobs } from "@/lib/core/notifications/index";
import { overrideEnv } from "@/lib/kit/env";
import { closeMail } from "@/lib/kit/mail";
import { type Received, type TestSmtp, testSmtp } from "@/lib/kit/testing/smtp";
import { hotTransaction } from "@/lib/kit/transact";
import { runDue } from "./jobs";
import { memberCtx } from "./members";

const me = { userId: "me" } as const;

/**
 * Gives the test file a mail server of its own, and lets its clock stand still but for `at`. Call it once at the top of
 * the file, after `testDatabase()`.
 */
export function testNotificationMails() {
  let smtp: TestSmtp;
  beforeAll(async () => {
    smtp = await testSmtp();
    overrideEnv({ SMTP_URL: smtp.url, SECRET_KEY: "a secret key for tests, long enough to be one" });
  });
  afterAll(async () => {
    closeMail();
    await smtp.stop();
  });
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
  afterEach(() => void vi.useRealTimers());

  /** A mail that the server got for `member`; those for others are left out. */
  async function mailTo(member: Member): Promise<Received> {
    const mail = await smtp.next();
    expect(mail.to).toEqual([`${member.username}@example.org`]);
    return mail;
  }

  return { smtp: { refuse: (refuse: boolean) => smtp.refuse(refuse) }, mailTo };
}

/** Moves the clock, and lets the jobs do what is due. */
export async function at(time: string): Promise<void> {
  vi.setSystemTime(new Date(time));
  await runDue(notificationJobs, new Date(time));
}

/** Tells a member that `name` mentioned them; what happens in one place is merged. */
export const mention = (member: Member, name = "Ada", place = "kitchen") =>
  hotTransaction((tx, afterCommit) =>
    createNotifications(tx, afterCommit, [
      {
        ...{
          userId: member.id,
          type: "greeting",
          title: `${name} mentioned you in Kitchen`,
          body: "Look!",
          url: "/rooms",
        },
        merge: { place, phrase: "mentioned you in Kitchen", actor: { id: name, name } },
      },
    ]),
  );

/** How the newest notification fares by mail. */
export async function byMail(member: Member) {
  const [newest] = (await listNotifications(memberCtx(member), { ...me, limit: 1 })).items;
  const { items } = await listDeliveries(memberCtx(member), { ...me, notificationId: newest?.id ?? "" });
  return items.find(({ channel }) => channel === "email");
}

/** The subject of a mail. */
export const subjectOf = ({ raw }: Received): string => /^Subject: (.*)$/m.exec(raw)?.[1]?.trim() ?? "";
