import { expect, test } from "vitest";
import { getAccount } from "@/lib/core/accounts/get-account";
import { signIn } from "@/lib/core/accounts/sign-in";
import { type Member, makeContext } from "@/lib/core/http/context";
import { changeSettings } from "@/lib/core/settings/change-settings";
import { freshAddress, makeAccount, PASSWORD, stranger } from "@/lib/core/testing/accounts";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { isBlocked } from "./blocks";
import { createBlock } from "./create-block";
import { noteFailedSignIn, noteRefusal } from "./escalate";
import { liftBlock } from "./lift-block";
import { listBlocks } from "./list-blocks";
import { contains, formatRange, parseRange } from "./range";
import type { BlockLevel } from "./schemas";

overrideEnv({
  SECRET_KEY: "a secret key for tests, long enough to be one",
  RATE_LIMITS: "login=1000/1m,auth=1000/1m,register=1000/1m",
});
testDatabase();

const admin = async (address = freshAddress()) => {
  const member = await makeMember({ role: "admin" });
  return makeContext(member, { address });
};
const at = (member: Member, address: string) => makeContext(member, { address });
const block = async (range: string, level: BlockLevel = "all") =>
  createBlock(await admin(), { range, level, reason: "test" });

test("keeps an address from what the level names, and from less", async () => {
  const { ctx, username } = await makeAccount();
  const doings = async (address: string) => [
    await refusalOf(signIn(stranger(address), { username, password: PASSWORD })),
    await refusalOf(changeSettings(at(ctx.actor, address), { userId: "me", theme: "dark" })),
    await refusalOf(getAccount(at(ctx.actor, address), { userId: "me" })),
  ];
  const [a, b, c] = [freshAddress(), freshAddress(), freshAddress()];
  await block(a, "sign_in");
  await block(b, "writes");
  await block(c, "all");
  expect(await doings(a)).toEqual(["blocked", "ok", "ok"]);
  expect(await doings(b)).toEqual(["blocked", "blocked", "ok"]);
  expect(await doings(c)).toEqual(["blocked", "blocked", "blocked"]);
});

test("counts hits, lists the newest first and lifts a block at once", async () => {
  const boss = await admin();
  const address = freshAddress();
  const { id } = await createBlock(boss, { range: address, reason: "noise", minutes: 5 });
  expect(isBlocked(address, "all")).toBe(true);
  const [newest] = (await listBlocks(boss, {})).items;
  expect(newest).toMatchObject({ id, range: `${address}/32`, level: "all", reason: "noise", automatic: false });
  expect(newest?.createdBy?.id).toBe(boss.actor.id);
  await liftBlock(boss, { blockId: id });
  expect(isBlocked(address, "sign_in")).toBe(false);
  expect(await refusalOf(liftBlock(boss, { blockId: id }))).toBe("not_found");
});

test("ends a block by itself at its expiry", async () => {
  const address = freshAddress();
  const { id } = await block(address);
  await db().addressBlock.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
  await block(freshAddress());
  expect(isBlocked(address, "sign_in")).toBe(false);
});

test("never blocks the address the admin asks from, however it is written", async () => {
  const boss = await admin("203.0.113.9");
  const six = await admin("2001:db8::5");
  for (const range of ["203.0.113.9", "203.0.113.0/24", "::ffff:203.0.113.9"]) {
    expect(await refusalOf(createBlock(boss, { range, reason: "slip" }))).toBe("conflict");
  }
  expect(await refusalOf(createBlock(six, { range: "2001:DB8:0::/64", reason: "slip" }))).toBe("conflict");
});

test("refuses what is no address or far too wide", async () => {
  const boss = await admin();
  for (const range of [
    "0.0.0.0/0",
    "10.0.0.0/7",
    "::/0",
    "example.org",
    "1.2.3",
    "1.2.3.4/33",
    "1.2.3.4/x",
    "fe80::1%eth0",
  ]) {
    expect([range, await refusalOf(createBlock(boss, { range, reason: "slip" }))]).toEqual([range, "invalid_input"]);
  }
});

test("reads ranges in one spelling", () => {
  const spelled = (text: string) => {
    const range = parseRange(text);
    return range && formatRange(range);
  };
  expect(spelled("203.0.113.77/24")).toBe("203.0.113.0/24");
  expect(spelled("2001:DB8:0:0::7/64")).toBe("2001:db8::/64");
  expect(spelled("::ffff:203.0.113.7")).toBe("203.0.113.7/32");
  const range = parseRange("2001:db8::/64");
  expect(range && [contains(range, "2001:db8::dead:beef"), contains(range, "2001:db8:1::1")]).toEqual([true, false]);
});

const settled = async (address: string, level: BlockLevel) => {
  for (let i = 0; i < 200 && !isBlocked(address, level); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  return isBlocked(address, level);
};

test("blocks an address by itself after a burst, longer each time, IPv6 by its /64", async () => {
  const address = `2001:db8:77::${newId().slice(-4)}`;
  for (let i = 0; i < 30; i++) noteFailedSignIn(`2001:db8:77::${i + 1}`);
  expect(await settled(address, "sign_in")).toBe(true);
  expect(isBlocked(address, "writes")).toBe(false);
  const boss = await admin();
  const [first] = (await listBlocks(boss, {})).items;
  expect(first).toMatchObject({ range: "2001:db8:77::/64", level: "sign_in", automatic: true });
  await liftBlock(boss, { blockId: first?.id ?? "" });
  for (let i = 0; i < 30; i++) noteFailedSignIn(address);
  expect(await settled(address, "sign_in")).toBe(true);
  const [second] = (await listBlocks(boss, {})).items;
  const minutes = (view: typeof first) =>
    Math.round((Date.parse(view?.expiresAt ?? "") - Date.parse(view?.createdAt ?? "")) / 60_000);
  expect([minutes(first), minutes(second)]).toEqual([30, 60]);
});

test("never blocks by itself an address from which an admin is signed in", async () => {
  const { id, ctx } = await makeAccount();
  await db().user.update({ where: { id }, data: { role: "admin" } });
  for (let i = 0; i < 60; i++) noteRefusal(ctx.address);
  const other = freshAddress();
  for (let i = 0; i < 60; i++) noteRefusal(other);
  expect(await settled(other, "writes")).toBe(true);
  expect(isBlocked(ctx.address, "writes")).toBe(false);
});

test("refuses members", async () => {
  const ann = memberCtx(await makeMember());
  const attempts = [
    listBlocks(ann, {}),
    createBlock(ann, { range: "192.0.2.7", reason: "x" }),
    liftBlock(ann, { blockId: newId() }),
  ];
  expect(new Set(await Promise.all(attempts.map(refusalOf)))).toEqual(new Set(["forbidden"]));
});
