import "@/lib/core/testing/installed";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { Member } from "@/lib/core/context";
import { createNotifications, listNotifications, markAllRead, notificationJobs } from "@/lib/core/notifications/index";
import { changePreferences, getPreferences } from "@/lib/core/notifications/preferences/preferences";
import { changeSettings } from "@/lib/core/settings/change-settings";
import { stranger } from "@/lib/core/testing/accounts";
import { runDue } from "@/lib/core/testing/jobs";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { closeMail } from "@/lib/kit/mail";
import { testDatabase } from "@/lib/kit/testing/database";
import { type Received, type TestSmtp, testSmtp } from "@/lib/kit/testing/smtp";
import { hotTransaction } from "@/lib/kit/transact";
import { listDeliveries } from "./deliveries";
import { unsubscribe } from "./unsubscribe";

testDatabase();

const me = { userId: "me" } as const;
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

/** Moves the clock, and lets the jobs do what is due. */
async function at(time: string): Promise<void> {
  vi.setSystemTime(new Date(time));
  await runDue(notificationJobs, new Date(time));
}

const mention = (member: Member, name = "Ada", place = "kitchen") =>
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
async function byMail(member: Member) {
  const [newest] = (await listNotifications(memberCtx(member), { ...me, limit: 1 })).items;
  const { items } = await listDeliveries(memberCtx(member), { ...me, notificationId: newest?.id ?? "" });
  return items.find(({ channel }) => channel === "email");
}

/** A mail that the server got for `member`; those for others are left out. */
async function mailTo(member: Member): Promise<Received> {
  const mail = await smtp.next();
  expect(mail.to).toEqual([`${member.username}@example.org`]);
  return mail;
}

const subjectOf = ({ raw }: Received): string => /^Subject: (.*)$/m.exec(raw)?.[1]?.trim() ?? "";
/** The words of a mail, its line breaks undone. */
const textOf = ({ raw }: Received): string => raw.replaceAll("=\r\n", "").replaceAll("=3D", "=");

test("holds a mail back a minute, and makes one of several", async () => {
  const bea = await makeMember();
  vi.setSystemTime(new Date("2027-03-10T12:00:00Z"));
  await mention(bea);
  expect(await byMail(bea)).toMatchObject({ state: "waiting", reason: "soon", until: "2027-03-10T12:01:00.000Z" });
  await at("2027-03-10T12:00:40Z");
  await mention(bea, "Bob");
  await mention(bea, "Cat", "cellar");
  await at("2027-03-10T12:00:59Z");
  expect(await byMail(bea)).toMatchObject({ state: "waiting" });
  await at("2027-03-10T12:01:00Z");
  const mail = await mailTo(bea);
  expect(subjectOf(mail)).toBe("2 new notifications");
  expect(textOf(mail)).toContain("Bob and Ada mentioned you in Kitchen: =E2=80=9CLook!");
  expect(textOf(mail)).toContain("Cat mentioned you in Kitchen");
  expect(await byMail(bea)).toMatchObject({ state: "delivered", reason: null, at: "2027-03-10T12:01:00.000Z" });
});

/** A member in New York who wants no mail from ten in the evening to seven in the morning. */
async function makeSleeper(): Promise<Member> {
  const member = await makeMember();
  await changeSettings(memberCtx(member), { ...me, timeZone: "America/New_York" });
  await changePreferences(memberCtx(member), { ...me, quietHours: { from: "22:00", to: "07:00" } });
  return member;
}

test("sends nothing in the quiet hours of another time zone, and one merged mail in the morning", async () => {
  const bea = await makeSleeper();
  // 23:30 and 02:30 in New York.
  vi.setSystemTime(new Date("2027-01-12T04:30:00Z"));
  await mention(bea, "Ada");
  const held = { state: "waiting", reason: "quiet_hours", until: "2027-01-12T12:00:00.000Z" };
  expect(await byMail(bea)).toMatchObject(held);
  await at("2027-01-12T07:30:00Z");
  for (const name of ["Bob", "Cat", "Dan", "Eve"]) await mention(bea, name);
  await at("2027-01-12T11:59:00Z");
  expect(await byMail(bea)).toMatchObject(held);
  await at("2027-01-12T12:00:00Z");
  expect(subjectOf(await mailTo(bea))).toBe("Eve, Dan and 3 more mentioned you in Kitchen");
  expect(await byMail(bea)).toMatchObject({ state: "delivered", at: "2027-01-12T12:00:00.000Z" });
});

test("holds what was due before the quiet hours, when nobody could send it until they began", async () => {
  const bea = await makeSleeper();
  vi.setSystemTime(new Date("2027-01-17T02:58:00Z"));
  await mention(bea);
  expect(await byMail(bea)).toMatchObject({ reason: "soon", until: "2027-01-17T02:59:00.000Z" });
  await at("2027-01-17T03:30:00Z");
  expect(await byMail(bea)).toMatchObject({ reason: "quiet_hours", until: "2027-01-17T12:00:00.000Z" });
  await at("2027-01-17T12:00:00Z");
  await mailTo(bea);
});

test("moves what waits when the time zone changes", async () => {
  const bea = await makeSleeper();
  vi.setSystemTime(new Date("2027-01-16T04:30:00Z"));
  await mention(bea);
  await changeSettings(memberCtx(bea), { ...me, timeZone: "Europe/Berlin" });
  expect(await byMail(bea)).toMatchObject({ reason: "quiet_hours", until: "2027-01-16T06:00:00.000Z" });
  await at("2027-01-16T06:00:00Z");
  await mailTo(bea);
});

test("sends no mail in the morning about what was read at night, and says so", async () => {
  const [bea, cat] = [await makeSleeper(), await makeSleeper()];
  vi.setSystemTime(new Date("2027-01-13T04:30:00Z"));
  await mention(bea);
  await mention(cat);
  await markAllRead(memberCtx(bea), me);
  await at("2027-01-13T12:00:00Z");
  await mailTo(cat);
  expect(await byMail(bea)).toMatchObject({ state: "dropped", reason: "read" });
  expect(await byMail(cat)).toMatchObject({ state: "delivered" });
});

test("lets security through at night", async () => {
  const bea = await makeSleeper();
  vi.setSystemTime(new Date("2027-01-14T04:30:00Z"));
  const title = "Someone signed in";
  await hotTransaction((tx, afterCommit) =>
    createNotifications(tx, afterCommit, [{ userId: bea.id, type: "security", title, body: "" }]),
  );
  await at("2027-01-14T04:31:00Z");
  expect(subjectOf(await mailTo(bea))).toBe(title);
});

test.each([
  ["daily", "2027-07-08T06:00:00.000Z"],
  ["weekly", "2027-07-12T06:00:00.000Z"],
] as const)("keeps a %s digest for the local morning", async (digest, until) => {
  const bea = await makeMember();
  await changeSettings(memberCtx(bea), { ...me, timeZone: "Europe/Berlin" });
  await changePreferences(memberCtx(bea), { ...me, digest });
  vi.setSystemTime(new Date("2027-07-07T09:00:00Z"));
  await mention(bea, "Ada");
  await at("2027-07-07T12:00:00Z");
  await mention(bea, "Bob", "cellar");
  expect(await byMail(bea)).toMatchObject({ state: "waiting", reason: "digest", until });
  await at(until);
  expect(subjectOf(await mailTo(bea))).toBe("2 new notifications");
});

test("follows the choice that holds when it is time", async () => {
  const [bea, cat] = [await makeSleeper(), await makeSleeper()];
  vi.setSystemTime(new Date("2027-01-15T04:30:00Z"));
  await mention(bea);
  await mention(cat);
  await changePreferences(memberCtx(bea), { ...me, choices: { greeting: { email: false } } });
  await changePreferences(memberCtx(cat), { ...me, quietHours: null });
  expect(await byMail(cat)).toMatchObject({ state: "waiting", reason: "soon", until: "2027-01-15T04:31:00.000Z" });
  await at("2027-01-15T04:31:00Z");
  await mailTo(cat);
  await at("2027-01-15T12:00:00Z");
  expect(await byMail(bea)).toMatchObject({ state: "dropped", reason: "preference" });
  await mention(bea, "Bob");
  expect(await byMail(bea)).toMatchObject({ state: "off", reason: "preference" });
});

test("tries again when the mail server refuses, and says in the end why it failed", async () => {
  const bea = await makeMember();
  vi.setSystemTime(new Date("2027-02-01T12:00:00Z"));
  await mention(bea);
  smtp.refuse(true);
  await at("2027-02-01T12:01:00Z");
  expect(await byMail(bea)).toMatchObject({
    state: "sending",
    reason: "error",
    detail: expect.stringContaining("451"),
  });
  const [payload] = await waitingMails();
  await expect(
    notificationJobs["mail-notices"]?.(payload, {
      id: "1",
      number: 10,
      last: true,
      signal: new AbortController().signal,
    }),
  ).rejects.toThrow("451");
  expect(await byMail(bea)).toMatchObject({ state: "failed", reason: "error", detail: expect.stringContaining("451") });
  smtp.refuse(false);
  await db().$executeRaw`DELETE FROM graphile_worker._private_jobs`;
});

const waitingMails = async (): Promise<unknown[]> =>
  (
    await db().$queryRaw<{ payload: unknown }[]>`SELECT payload FROM graphile_worker._private_jobs j
    JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = 'mail-notices'`
  ).map(({ payload }) => payload);

test("ends mails by the link in each, for its member alone", async () => {
  const [bea, cat] = [await makeMember(), await makeMember()];
  vi.setSystemTime(new Date("2027-02-02T12:00:00Z"));
  await mention(bea);
  await at("2027-02-02T12:01:00Z");
  const text = textOf(await mailTo(bea));
  const [, token = ""] = /\/unsubscribe\/([\w-]+)/.exec(text) ?? [];
  expect(text).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  await unsubscribe(stranger(), { token });
  const { choices } = await getPreferences(memberCtx(bea), me);
  const mailed = Object.entries(choices).filter(([, { email }]) => email);
  expect(mailed.map(([type]) => type)).toEqual(["security"]);
  expect((await getPreferences(memberCtx(cat), me)).choices.greeting?.email).toBe(true);
  await mention(bea, "Bob");
  expect(await byMail(bea)).toMatchObject({ state: "off", reason: "preference" });
  const forged = `${token.startsWith("A") ? "B" : "A"}${token.slice(1)}`;
  expect(await refusalOf(unsubscribe(stranger(), { token: forged }))).toBe("not_found");
});

test("writes no mail to a deactivated account, nor about what has expired or was deleted", async () => {
  const [bea, cat, dan] = [await makeMember(), await makeMember(), await makeMember()];
  vi.setSystemTime(new Date("2027-02-03T12:00:00Z"));
  await mention(bea);
  await mention(cat);
  await mention(dan);
  await db().user.update({ where: { id: bea.id }, data: { deactivatedAt: new Date() } });
  await db().notification.updateMany({
    where: { userId: cat.id },
    data: { expiresAt: new Date("2027-02-03T12:00:30Z") },
  });
  await db().notification.deleteMany({ where: { userId: dan.id } });
  await at("2027-02-03T12:01:00Z");
  expect(await byMail(bea)).toMatchObject({ state: "dropped", reason: "deactivated" });
  expect(await byMail(cat)).toMatchObject({ state: "dropped", reason: "expired" });
  expect(await waitingMails()).toEqual([]);
});
