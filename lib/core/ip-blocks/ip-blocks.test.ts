import "@/lib/core/testing/installed";
import { expect, test, vi } from "vitest";
import { getAccount } from "@/lib/core/accounts/get-account";
import { signIn } from "@/lib/core/accounts/sign-in/sign-in";
import { type Member, makeContext, systemContext } from "@/lib/core/context";
import { isBlocked, isTurnedAway, refuseBlocked } from "@/lib/core/engine/ip-blocks/blocks";
import { noteFailedSignIn, noteRefusal } from "@/lib/core/engine/ip-blocks/escalate";
import { flushHits } from "@/lib/core/engine/ip-blocks/hits";
import type { BlockLevel } from "@/lib/core/engine/ip-blocks/schemas";
import { addHits, countAutomatic, liftBlockRows } from "@/lib/core/engine/ip-blocks/store";
import { enforce } from "@/lib/core/engine/rate-limits/enforce";
import { changeSettings } from "@/lib/core/settings/change-settings";
import { freshAddress, makeAccount, PASSWORD, stranger } from "@/lib/core/testing/accounts";
import { guestCtx, makeMember, memberCtx } from "@/lib/core/testing/members";
import { overtakeAt } from "@/lib/core/testing/overtake";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { transact } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { createBlock } from "./create-block";
import { liftBlock } from "./lift-block";
import { liftBlocksOn } from "./lift-blocks-on";
import { listBlocks } from "./list-blocks";

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

test("lists the newest first, counts hits and lifts a block at once", async () => {
  const boss = await admin();
  const address = freshAddress();
  const { id } = await createBlock(boss, { range: address, reason: "noise", minutes: 5 });
  expect(isBlocked(address, "all")).toBe(true);
  const newest = async () => (await listBlocks(boss, {})).items[0];
  expect(await newest()).toMatchObject({ id, range: `${address}/32`, level: "all", reason: "noise", automatic: false });
  expect((await newest())?.createdBy?.id).toBe(boss.actor.id);
  expect(await refusalOf(getAccount(at(boss.actor, address), { userId: "me" }))).toBe("blocked");
  expect(isTurnedAway(address, "all")).toBe(true);
  await flushHits();
  expect(await newest()).toMatchObject({ hits: 2, lastHitAt: expect.any(String) });
  await liftBlock(boss, { blockId: id });
  expect(isBlocked(address, "sign_in")).toBe(false);
  expect(await refusalOf(liftBlock(boss, { blockId: id }))).toBe("not_found");
});

test("keeps hits that could not be written", async () => {
  const address = freshAddress();
  const { id } = await block(address);
  isTurnedAway(address, "all");
  const write = vi.spyOn(db(), "$executeRaw").mockRejectedValueOnce(new Error("the database is away"));
  await flushHits();
  isTurnedAway(address, "all");
  write.mockRestore();
  await flushHits();
  expect(await db().addressBlock.findUniqueOrThrow({ where: { id } })).toMatchObject({ hits: 2 });
});

test("ends a block by itself at its expiry, and lets a wider one hold", async () => {
  const [address, neighbour] = ["198.51.100.7", "198.51.100.8"];
  await createBlock(await admin(), { range: address, level: "all", reason: "short", minutes: 1 });
  await block("198.51.100.0/24", "sign_in");
  expect([address, neighbour].map((one) => isBlocked(one, "all"))).toEqual([true, false]);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_001 });
  expect([address, neighbour].map((one) => isBlocked(one, "writes"))).toEqual([false, false]);
  expect([address, neighbour].map((one) => isBlocked(one, "sign_in"))).toEqual([true, true]);
  vi.useRealTimers();
});

test("holds what an admin blocked however many addresses get themselves blocked", async () => {
  const address = freshAddress();
  const { id } = await block(address);
  await db().$executeRaw`
    INSERT INTO address_blocks (id, range, level, reason, automatic, expires_at)
    SELECT gen_random_uuid(), '2001:db8:' || to_hex(n) || '::/64', 'sign_in', 'flood', true, now() + interval '1 hour'
    FROM generate_series(1, 10001) AS n`;
  // Ids tell the order; these must all be newer.
  await db().$executeRaw`UPDATE address_blocks SET id = ('ff' || substr(id::text, 3))::uuid WHERE reason = 'flood'`;
  await block(freshAddress());
  expect(isBlocked(address, "all")).toBe(true);
  expect(isBlocked("2001:db8:77::1", "sign_in")).toBe(true);
  await db().addressBlock.deleteMany({ where: { reason: "flood" } });
  await liftBlock(await admin(), { blockId: id });
  expect(isBlocked("2001:db8:77::1", "sign_in")).toBe(false);
});

test("never blocks the address the admin asks from, however it is written", async () => {
  const boss = await admin("203.0.113.9");
  const six = await admin("2001:db8::5");
  for (const range of ["203.0.113.9", "203.0.113.0/24", "::ffff:203.0.113.9"]) {
    expect(await refusalOf(createBlock(boss, { range, reason: "slip" }))).toBe("conflict");
  }
  for (const range of ["2001:DB8:0::/64", "2001:db8::5", "2001:db8::6"]) {
    expect(await refusalOf(createBlock(six, { range, reason: "slip" }))).toBe("conflict");
  }
});

test("blocks the whole /64 of an IPv6 address, and what a range says", async () => {
  const { id, range } = await block("2001:db8:40::17");
  expect(range).toBe("2001:db8:40::/64");
  const neighbours = ["2001:db8:40::17", "2001:db8:40:0:ffff::1", "2001:db8:40:1::17"];
  expect(neighbours.map((one) => isBlocked(one, "all"))).toEqual([true, true, false]);
  await liftBlock(await admin(), { blockId: id });
  expect((await block("2001:db8:40::17/128")).range).toBe("2001:db8:40::17/128");
  expect(neighbours.map((one) => isBlocked(one, "all"))).toEqual([true, false, false]);
  expect((await block("::ffff:198.51.100.77", "sign_in")).range).toBe("198.51.100.77/32");
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

const untilBlocked = (address: string, level: BlockLevel) => expect.poll(() => isBlocked(address, level)).toBe(true);
const blocksOn = (range: string) => db().addressBlock.findMany({ where: { range }, orderBy: { createdAt: "asc" } });
const minutesOf = ({ createdAt, expiresAt }: { createdAt: Date; expiresAt: Date | null }) =>
  Math.round(((expiresAt?.getTime() ?? 0) - createdAt.getTime()) / 60_000);

test("blocks an address by itself after a burst, longer each time up to a day, IPv6 by its /64", async () => {
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
  const address = freshAddress();
  for (let i = 0; i < 200; i++) noteFailedSignIn(address);
  await untilBlocked(address, "sign_in");
  const range = `${address}/32`;
  // As another process would that has not heard yet.
  const again = await transact((tx) => countAutomatic(tx, range, "sign_in", new Date(0)));
  expect(again).toBeUndefined();
  expect(await blocksOn(range)).toHaveLength(1);
});

test("keeps a burst's address from signing in and strangers from writing, and spares who is signed in", async () => {
  const { ctx, username } = await makeAccount();
  const address = freshAddress();
  for (let i = 0; i < 60; i++) noteRefusal(address);
  await untilBlocked(address, "writes");
  const member = at(ctx.actor, address);
  expect(await refusalOf(changeSettings(member, { userId: "me", theme: "dark" }))).toBe("ok");
  expect(await refusalOf(signIn(stranger(address), { username, password: PASSWORD }))).toBe("blocked");
  expect(await refusalOf(signIn(member, { username, password: PASSWORD }))).toBe("blocked");
  const guest = guestCtx({ address }).actor;
  expect(() => refuseBlocked(address, "writes", guest)).not.toThrow();
  expect(() => refuseBlocked(address, "writes")).toThrow("blocked");
  expect(() => refuseBlocked(address, "sign_in", guest)).toThrow("blocked");
});

test("counts what strangers are refused, not members or guests", async () => {
  const [address, other] = [freshAddress(), freshAddress()];
  const member = at(await makeMember(), address);
  for (let i = 0; i < 200; i++) await refusalOf(enforce(member, "general"));
  const guest = guestCtx({ address });
  for (let i = 0; i < 200; i++) await refusalOf(enforce(guest, "general"));
  for (let i = 0; i < 59; i++) expect(await refusalOf(enforce(stranger(address), "general"))).toBe("rate_limited");
  for (let i = 0; i < 60; i++) noteRefusal(other);
  await untilBlocked(other, "writes");
  expect(isBlocked(address, "writes")).toBe(false);
  await refusalOf(enforce(stranger(address), "general"));
  await untilBlocked(address, "writes");
});

test("spares, where a burst blocked the address, a device that the account was signed in to with", async () => {
  const [ann, ben] = [await makeAccount(), await makeAccount()];
  const { device } = await signIn(stranger(), { username: ann.username, password: PASSWORD });
  const address = freshAddress();
  const from = (username: string, shown?: string) =>
    refusalOf(signIn(stranger(address), { username, password: PASSWORD, device: shown }));
  const outcomes = async () => [
    await from(ann.username, device),
    await from(ann.username),
    await from(ann.username, `${device}x`),
    await from(ben.username, device),
    await from("nobody-by-this-name", device),
  ];
  for (let n = 0; n < 15; n++) noteFailedSignIn(address);
  await untilBlocked(address, "sign_in");
  expect(await outcomes()).toEqual(["ok", "blocked", "blocked", "blocked", "blocked"]);
  for (let n = 0; n < 60; n++) noteRefusal(address);
  await untilBlocked(address, "writes");
  expect(await outcomes()).toEqual(["ok", "blocked", "blocked", "blocked", "blocked"]);
  await block(address, "sign_in");
  expect(await outcomes()).toEqual(["blocked", "blocked", "blocked", "blocked", "blocked"]);
});

test("never blocks by itself an address an admin signed in from or uses now", async () => {
  const { id, ctx } = await makeAccount();
  await db().user.update({ where: { id }, data: { role: "admin" } });
  const [moved, other] = [freshAddress(), freshAddress()];
  await getAccount(at({ ...ctx.actor, role: "admin" }, moved), { userId: "me" });
  const stored = () => db().session.findUniqueOrThrow({ where: { id: ctx.actor.via.sessionId } });
  await expect.poll(async () => (await stored()).lastAddress).toBe(moved);
  for (const address of [ctx.address, moved, other]) for (let i = 0; i < 60; i++) noteRefusal(address);
  await untilBlocked(other, "writes");
  expect([ctx.address, moved].map((address) => isBlocked(address, "writes"))).toEqual([false, false]);
});

test("lifts whatever keeps an address out, for whoever looks after the instance", async () => {
  const house = systemContext("cli.unblock");
  for (const range of ["192.0.2.7", "192.0.2.0/24", "192.0.2.8"]) await block(range, "writes");
  await block("2001:db8:5::/64");
  const lifted = async (range: string) => (await liftBlocksOn(house, { range })).items.map((one) => one.range);
  expect((await lifted("192.0.2.7")).sort()).toEqual(["192.0.2.0/24", "192.0.2.7/32"]);
  expect(["192.0.2.7", "192.0.2.8"].map((address) => isBlocked(address, "writes"))).toEqual([false, true]);
  expect(await lifted("192.0.2.0/24")).toEqual([]);
  expect(await lifted("2001:db8:5::77")).toEqual(["2001:db8:5::/64"]);
  expect(await refusalOf(liftBlocksOn(house, { range: "example.org" }))).toBe("invalid_input");
  const actions = await db().auditEntry.findMany({ where: { actorName: "cli.unblock" }, select: { action: true } });
  expect(actions.map(({ action }) => action)).toEqual(Array.from({ length: 3 }, () => "address_block.lifted"));
});

test("lifts several while one of them is being lifted, and keeps the audit chain free until it holds them", async () => {
  const house = systemContext("cli.unblock");
  const ids = [(await block("100.64.0.0/24", "writes")).id, (await block("100.64.0.0/16", "writes")).id];
  const last = ids[1] ?? expect.fail();
  const done = await overtakeAt(
    (tx) => tx.$executeRaw`SELECT 1 FROM address_blocks WHERE id = ${last}::uuid FOR NO KEY UPDATE`,
    () => liftBlocksOn(house, { range: "100.64.0.7" }),
    async (tx) => {
      // Fails when the chain is held: then both would wait for each other.
      await tx.$executeRaw`SELECT 1 FROM audit_head FOR UPDATE NOWAIT`;
      await liftBlockRows(tx, house, [last]);
    },
  );
  expect(done.items.map(({ range }) => range)).toEqual(["100.64.0.0/24"]);
  expect(isBlocked("100.64.0.7", "writes")).toBe(false);
});

test("counts the hits of two processes, in whichever order they noted them", async () => {
  const ids = [(await block(freshAddress())).id, (await block(freshAddress())).id];
  const [first = "", last = ""] = ids;
  await overtakeAt(
    (tx) => tx.$executeRaw`SELECT 1 FROM address_blocks WHERE id = ${first}::uuid FOR NO KEY UPDATE`,
    () =>
      addHits([
        [last, 1],
        [first, 2],
      ]),
    (tx) => tx.$executeRaw`UPDATE address_blocks SET hits = hits + 4 WHERE id = ${last}::uuid`,
  );
  const rows = await db().addressBlock.findMany({ where: { id: { in: ids } }, orderBy: { id: "asc" } });
  expect(rows.map(({ hits }) => hits)).toEqual([2, 5]);
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
