import "@/lib/core/testing/installed";
import { expect, test } from "vitest";
import { deleteAccount } from "@/lib/core/accounts/personal-data/delete-account";
import { exportAccount } from "@/lib/core/accounts/personal-data/export-account";
import { actorOfSession } from "@/lib/core/engine/sessions/actor";
import { type SessionsEnded, sessionsEnded } from "@/lib/core/engine/sessions/publish-ended";
import { changeSettings } from "@/lib/core/settings/change-settings";
import { getSettings } from "@/lib/core/settings/get-settings";
import { makeAccount, PASSWORD, signedIn } from "@/lib/core/testing/accounts";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { getUser } from "./get-user";
import { listUsers } from "./list-users";
import { updateUser } from "./update-user";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m",
});
testDatabase();

const admin = async () => memberCtx(await makeMember({ role: "admin" }));

test("deactivates an account: its sessions end with it, and it comes back when reactivated", async () => {
  const boss = await admin();
  const { id, username, ctx } = await makeAccount();
  const ended: SessionsEnded[] = [];
  const stop = sessionsEnded.subscribe((message) => void ended.push(message));
  expect(await updateUser(boss, { userId: id, active: false })).toMatchObject({ active: false, sessions: 0 });
  stop();
  expect(ended).toEqual([{ sessionIds: [ctx.actor.via.sessionId], reason: "deactivated" }]);
  expect((await actorOfSession(ctx.actor.via.sessionId)).kind).toBe("anonymous");
  expect(await refusalOf(signedIn(username))).toBe("invalid_credentials");
  await updateUser(boss, { userId: id, active: true });
  expect((await signedIn(username)).actor.id).toBe(id);
});

test("changes a role for the sessions that are open", async () => {
  const boss = await admin();
  const { id, ctx } = await makeAccount();
  await updateUser(boss, { userId: id, role: "admin" });
  expect(await actorOfSession(ctx.actor.via.sessionId)).toMatchObject({ role: "admin" });
  await updateUser(boss, { userId: id, role: "user" });
  expect(await actorOfSession(ctx.actor.via.sessionId)).toMatchObject({ role: "user" });
});

test("keeps the last active admin one", async () => {
  await db().user.updateMany({ where: { role: "admin" }, data: { role: "user" } });
  const boss = await admin();
  expect(await refusalOf(updateUser(boss, { userId: boss.actor.id, role: "user" }))).toBe("conflict");
  expect(await refusalOf(updateUser(boss, { userId: boss.actor.id, active: false }))).toBe("conflict");
});

test("lets two admins who take each other's role at the same moment not both succeed", async () => {
  await db().user.updateMany({ where: { role: "admin" }, data: { role: "user" } });
  const bosses = [await admin(), await admin()];
  const taking = bosses.map((boss, index) =>
    updateUser(boss, { userId: bosses[1 - index]?.actor.id ?? "", role: "user" }).then(
      () => "done",
      () => "refused",
    ),
  );
  expect((await Promise.all(taking)).toSorted()).toEqual(["done", "refused"]);
});

test("finds accounts by a part of name or email, by role and state, in pages", async () => {
  const boss = await admin();
  const mark = newId().slice(-8);
  for (let i = 0; i < 5; i++) await makeMember({ username: `${mark}-${i}`, deactivated: i === 4 });
  const first = await listUsers(boss, { q: mark.toUpperCase(), limit: 3 });
  const second = await listUsers(boss, { q: mark, limit: 3, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map((item) => item.username)).toEqual(
    Array.from({ length: 5 }, (_, i) => `${mark}-${i}`),
  );
  expect(second.nextCursor).toBeNull();
  expect((await listUsers(boss, { q: mark, state: "deactivated" })).items.map((item) => item.username)).toEqual([
    `${mark}-4`,
  ]);
  expect(await refusalOf(getUser(boss, { userId: newId() }))).toBe("not_found");
});

test("refuses members and names the field that is missing", async () => {
  const ann = memberCtx(await makeMember());
  expect(await refusalOf(listUsers(ann, {}))).toBe("forbidden");
  expect(await refusalOf(updateUser(ann, { userId: ann.actor.id, role: "admin" }))).toBe("forbidden");
  expect(await refusalOf(updateUser(await admin(), { userId: ann.actor.id }))).toBe("invalid_input");
});

test("keeps settings by member, refuses unknown zones, and answers defaults before", async () => {
  const [ann, bea] = [memberCtx(await makeMember()), memberCtx(await makeMember())];
  expect(await getSettings(ann, { userId: "me" })).toMatchObject({ timeZone: null, theme: "system" });
  await changeSettings(ann, { userId: "me", timeZone: "Asia/Kolkata", theme: "dark" });
  expect(await getSettings(ann, { userId: "me" })).toMatchObject({
    timeZone: "Asia/Kolkata",
    theme: "dark",
    locale: null,
  });
  expect(await getSettings(bea, { userId: "me" })).toMatchObject({ timeZone: null });
  await changeSettings(ann, { userId: "me", timeZone: null });
  expect(await getSettings(ann, { userId: "me" })).toMatchObject({ timeZone: null, theme: "dark" });
  expect(await refusalOf(changeSettings(ann, { userId: "me", timeZone: "Mars/Olympus" }))).toBe("invalid_input");
  expect(await refusalOf(getSettings(ann, { userId: bea.actor.id }))).toBe("not_found");
});

test("keeps a time zone under its one name, however it was written", async () => {
  const { ctx } = await makeAccount();
  for (const [written, kept] of [
    ["europe/BERLIN", "Europe/Berlin"],
    ["asia/kolkata", "Asia/Kolkata"],
    ["Asia/Calcutta", "Asia/Kolkata"],
    ["US/Eastern", "America/New_York"],
    ["utc", "UTC"],
  ] as const) {
    expect(await changeSettings(ctx, { userId: "me", timeZone: written })).toMatchObject({ timeZone: kept });
  }
});

test("exports what is kept of oneself, without secrets, and deletes it with the password", async () => {
  const { id, username, ctx } = await makeAccount();
  const data = await exportAccount(ctx, { userId: "me" });
  expect(data).toMatchObject({ account: { id, username }, sessions: [{ id: ctx.actor.via.sessionId }] });
  expect(JSON.stringify(data)).not.toContain("pbkdf2");
  expect(await refusalOf(deleteAccount(ctx, { userId: "me", password: "wrong" }))).toBe("invalid_input");
  await deleteAccount(ctx, { userId: "me", password: PASSWORD });
  expect(await db().user.findUnique({ where: { id } })).toBeNull();
  expect((await actorOfSession(ctx.actor.via.sessionId)).kind).toBe("anonymous");
});
