import "@/lib/core/testing/installed";
import { expect, test, vi } from "vitest";
import { notificationJobs } from "@/lib/core/notifications/index";
import { changePreferences, getPreferences } from "@/lib/core/notifications/preferences/preferences";
import { changeSettings } from "@/lib/core/settings/change-settings";
import { anonymousAt } from "@/lib/core/testing/accounts";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { at, byMail, mention, subjectOf, testNotificationMails } from "@/lib/core/testing/notification-mails";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import type { Received } from "@/lib/kit/testing/smtp";
import { unsubscribe } from "./unsubscribe";

testDatabase();
const { smtp, mailTo } = testNotificationMails();

const me = { userId: "me" } as const;

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
  await unsubscribe(anonymousAt(), { token });
  const { choices } = await getPreferences(memberCtx(bea), me);
  const mailed = Object.entries(choices).filter(([, { email }]) => email);
  expect(mailed.map(([type]) => type)).toEqual(["security"]);
  expect((await getPreferences(memberCtx(cat), me)).choices.greeting?.email).toBe(true);
  await mention(bea, "Bob");
  expect(await byMail(bea)).toMatchObject({ state: "off", reason: "preference" });
  const forged = `${token.startsWith("A") ? "B" : "A"}${token.slice(1)}`;
  expect(await refusalOf(unsubscribe(anonymousAt(), { token: forged }))).toBe("not_found");
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
