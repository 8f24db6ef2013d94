import "@/lib/core/testing/installed";
import { expect, test } from "vitest";
import { getAccount } from "@/lib/core/accounts/get-account";
import { signIn } from "@/lib/core/accounts/sign-in/sign-in";
import { isBlocked, refuseBlocked } from "@/lib/core/engine/ip-blocks/blocks";
import { noteFailedSignIn, noteRefusal } from "@/lib/core/engine/ip-blocks/escalate";
import type { BlockLevel } from "@/lib/core/engine/ip-blocks/schemas";
import { countAutomatic } from "@/lib/core/engine/ip-blocks/store";
import { enforce } from "@/lib/core/engine/rate-limits/enforce";
import { changeSettings } from "@/lib/core/settings/change-settings";
import { anonymousAt, freshIp, makeAccount, PASSWORD } from "@/lib/core/testing/accounts";
import { admin, at, block } from "@/lib/core/testing/ip-blocks";
import { guestCtx, makeMember } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { transact } from "@/lib/kit/transact";
import { liftBlock } from "./lift-block";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m",
});
testDatabase();

const untilBlocked = (ip: string, level: BlockLevel) => expect.poll(() => isBlocked(ip, level)).toBe(true);
const blocksOn = (range: string) => db().ipBlock.findMany({ where: { range }, orderBy: { createdAt: "asc" } });
const minutesOf = ({ createdAt, expiresAt }: { createdAt: Date; expiresAt: Date | null }) =>
  Math.round(((expiresAt?.getTime() ?? 0) - createdAt.getTime()) / 60_000);

test("blocks an IP by itself after a burst, longer each time up to a day, IPv6 by its /64", async () => {
  const range = "2001:db8:77::/64";
  const burst = () => {
    for (let i = 0; i < 15; i++) noteFailedSignIn(`2001:db8:77::${i + 1}`);
  };
  const boss = await admin();
  for (let round = 0; round < 7; round++) {
    burst();
    await untilBlocked("2001:db8:77::abcd", "sign_in");
    expect(isBlocked("2001:db8:77::abcd", "writes")).toBe(false);
    const newest = (await blocksOn(range)).at(-1) ?? expect.fail();
    expect(newest).toMatchObject({ range, level: "sign_in", automatic: true });
    await liftBlock(boss, { blockId: newest.id });
  }
  expect((await blocksOn(range)).map(minutesOf)).toEqual([30, 60, 120, 240, 480, 960, 1_440]);
});

test("blocks once however many attempts a burst has, and in however many processes it is noticed", async () => {
  const ip = freshIp();
  for (let i = 0; i < 200; i++) noteFailedSignIn(ip);
  await untilBlocked(ip, "sign_in");
  const range = `${ip}/32`;
  // As another process would that has not heard yet.
  const again = await transact((tx) => countAutomatic(tx, range, "sign_in", new Date(0)));
  expect(again).toBeUndefined();
  expect(await blocksOn(range)).toHaveLength(1);
});

test("keeps a burst's IP from signing in and visitors from writing, and spares who is signed in", async () => {
  const { ctx, username } = await makeAccount();
  const ip = freshIp();
  for (let i = 0; i < 60; i++) noteRefusal(ip);
  await untilBlocked(ip, "writes");
  const member = at(ctx.actor, ip);
  expect(await refusalOf(changeSettings(member, { userId: "me", theme: "dark" }))).toBe("ok");
  expect(await refusalOf(signIn(anonymousAt(ip), { username, password: PASSWORD }))).toBe("blocked");
  expect(await refusalOf(signIn(member, { username, password: PASSWORD }))).toBe("blocked");
  const guest = guestCtx({ ip }).actor;
  expect(() => refuseBlocked(ip, "writes", guest)).not.toThrow();
  expect(() => refuseBlocked(ip, "writes")).toThrow("blocked");
  expect(() => refuseBlocked(ip, "sign_in", guest)).toThrow("blocked");
});

test("counts what visitors are refused, not members or guests", async () => {
  const [ip, other] = [freshIp(), freshIp()];
  const member = at(await makeMember(), ip);
  for (let i = 0; i < 200; i++) await refusalOf(enforce(member, "general"));
  const guest = guestCtx({ ip });
  for (let i = 0; i < 200; i++) await refusalOf(enforce(guest, "general"));
  for (let i = 0; i < 59; i++) expect(await refusalOf(enforce(anonymousAt(ip), "general"))).toBe("rate_limited");
  for (let i = 0; i < 60; i++) noteRefusal(other);
  await untilBlocked(other, "writes");
  expect(isBlocked(ip, "writes")).toBe(false);
  await refusalOf(enforce(anonymousAt(ip), "general"));
  await untilBlocked(ip, "writes");
});

test("spares, where a burst blocked the IP, a device that the account was signed in to with", async () => {
  const [ann, ben] = [await makeAccount(), await makeAccount()];
  const { device } = await signIn(anonymousAt(), { username: ann.username, password: PASSWORD });
  const ip = freshIp();
  const from = (username: string, shown?: string) =>
    refusalOf(signIn(anonymousAt(ip), { username, password: PASSWORD, device: shown }));
  const outcomes = async () => [
    await from(ann.username, device),
    await from(ann.username),
    await from(ann.username, `${device}x`),
    await from(ben.username, device),
    await from("nobody-by-this-name", device),
  ];
  for (let n = 0; n < 15; n++) noteFailedSignIn(ip);
  await untilBlocked(ip, "sign_in");
  expect(await outcomes()).toEqual(["ok", "blocked", "blocked", "blocked", "blocked"]);
  for (let n = 0; n < 60; n++) noteRefusal(ip);
  await untilBlocked(ip, "writes");
  expect(await outcomes()).toEqual(["ok", "blocked", "blocked", "blocked", "blocked"]);
  await block(ip, "sign_in");
  expect(await outcomes()).toEqual(["blocked", "blocked", "blocked", "blocked", "blocked"]);
});

test("never blocks by itself an IP an admin signed in from or uses now", async () => {
  const { id, ctx } = await makeAccount();
  await db().user.update({ where: { id }, data: { role: "admin" } });
  const [moved, other] = [freshIp(), freshIp()];
  await getAccount(at({ ...ctx.actor, role: "admin" }, moved), { userId: "me" });
  const stored = () => db().session.findUniqueOrThrow({ where: { id: ctx.actor.via.sessionId } });
  await expect.poll(async () => (await stored()).lastIp).toBe(moved);
  for (const ip of [ctx.ip, moved, other]) for (let i = 0; i < 60; i++) noteRefusal(ip);
  await untilBlocked(other, "writes");
  expect([ctx.ip, moved].map((ip) => isBlocked(ip, "writes"))).toEqual([false, false]);
});
