import "@/lib/core/testing/installed";
import { expect, test, vi } from "vitest";
import type { Member } from "@/lib/core/context";
import { createNotifications, markAllRead } from "@/lib/core/notifications/index";
import { changePreferences } from "@/lib/core/notifications/preferences/preferences";
import { changeSettings } from "@/lib/core/settings/change-settings";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { at, byMail, mention, subjectOf, testNotificationMails } from "@/lib/core/testing/notification-mails";
import { testDatabase } from "@/lib/kit/testing/database";
import { hotTransaction } from "@/lib/kit/transact";

testDatabase();
const { mailTo } = testNotificationMails();

const me = { userId: "me" } as const;

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
