import "@/lib/core/testing/installed";
import { expect, test, vi } from "vitest";
import { getAccount } from "@/lib/core/accounts/get-account";
import { signIn } from "@/lib/core/accounts/sign-in/sign-in";
import { systemContext } from "@/lib/core/context";
import { isBlocked, isTurnedAway } from "@/lib/core/engine/ip-blocks/blocks";
import { flushHits } from "@/lib/core/engine/ip-blocks/hits";
import { liftBlockRows } from "@/lib/core/engine/ip-blocks/store";
import { changeSettings } from "@/lib/core/settings/change-settings";
import { anonymousAt, freshIp, makeAccount, PASSWORD } from "@/lib/core/testing/accounts";
import { admin, at, block } from "@/lib/core/testing/ip-blocks";
import { makeMember, memberCtx } from "@/lib/core/testing/members";
import { overtakeAt } from "@/lib/core/testing/overtake";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
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

test("keeps an IP from what the level names, and from less", async () => {
  const { ctx, username } = await makeAccount();
  const doings = async (ip: string) => [
    await refusalOf(signIn(anonymousAt(ip), { username, password: PASSWORD })),
    await refusalOf(changeSettings(at(ctx.actor, ip), { userId: "me", theme: "dark" })),
    await refusalOf(getAccount(at(ctx.actor, ip), { userId: "me" })),
  ];
  const [a, b, c] = [freshIp(), freshIp(), freshIp()];
  await block(a, "sign_in");
  await block(b, "writes");
  await block(c, "all");
  expect(await doings(a)).toEqual(["blocked", "ok", "ok"]);
  expect(await doings(b)).toEqual(["blocked", "blocked", "ok"]);
  expect(await doings(c)).toEqual(["blocked", "blocked", "blocked"]);
});

test("lists the newest first, counts hits and lifts a block at once", async () => {
  const boss = await admin();
  const ip = freshIp();
  const { id } = await createBlock(boss, { range: ip, reason: "noise", minutes: 5 });
  expect(isBlocked(ip, "all")).toBe(true);
  const newest = async () => (await listBlocks(boss, {})).items[0];
  expect(await newest()).toMatchObject({ id, range: `${ip}/32`, level: "all", reason: "noise", automatic: false });
  expect((await newest())?.createdBy?.id).toBe(boss.actor.id);
  expect(await refusalOf(getAccount(at(boss.actor, ip), { userId: "me" }))).toBe("blocked");
  expect(isTurnedAway(ip, "all")).toBe(true);
  await flushHits();
  expect(await newest()).toMatchObject({ hits: 2, lastHitAt: expect.any(String) });
  await liftBlock(boss, { blockId: id });
  expect(isBlocked(ip, "sign_in")).toBe(false);
  expect(await refusalOf(liftBlock(boss, { blockId: id }))).toBe("not_found");
});

test("ends a block by itself at its expiry, and lets a wider one hold", async () => {
  const [ip, neighbour] = ["198.51.100.7", "198.51.100.8"];
  await createBlock(await admin(), { range: ip, level: "all", reason: "short", minutes: 1 });
  await block("198.51.100.0/24", "sign_in");
  expect([ip, neighbour].map((one) => isBlocked(one, "all"))).toEqual([true, false]);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_001 });
  expect([ip, neighbour].map((one) => isBlocked(one, "writes"))).toEqual([false, false]);
  expect([ip, neighbour].map((one) => isBlocked(one, "sign_in"))).toEqual([true, true]);
  vi.useRealTimers();
});

test("holds what an admin blocked however many IPs get themselves blocked", async () => {
  const ip = freshIp();
  const { id } = await block(ip);
  await db().$executeRaw`
    INSERT INTO ip_blocks (id, range, level, reason, automatic, expires_at)
    SELECT gen_random_uuid(), '2001:db8:' || to_hex(n) || '::/64', 'sign_in', 'flood', true, now() + interval '1 hour'
    FROM generate_series(1, 10001) AS n`;
  // Ids tell the order; these must all be newer.
  await db().$executeRaw`UPDATE ip_blocks SET id = ('ff' || substr(id::text, 3))::uuid WHERE reason = 'flood'`;
  await block(freshIp());
  expect(isBlocked(ip, "all")).toBe(true);
  expect(isBlocked("2001:db8:77::1", "sign_in")).toBe(true);
  await db().ipBlock.deleteMany({ where: { reason: "flood" } });
  await liftBlock(await admin(), { blockId: id });
  expect(isBlocked("2001:db8:77::1", "sign_in")).toBe(false);
});

test("never blocks the IP the admin asks from, however it is written", async () => {
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

test("refuses what is no IP or far too wide", async () => {
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

test("lifts whatever keeps an IP out, for whoever looks after the instance", async () => {
  const house = systemContext("cli.unblock");
  for (const range of ["192.0.2.7", "192.0.2.0/24", "192.0.2.8"]) await block(range, "writes");
  await block("2001:db8:5::/64");
  const lifted = async (range: string) => (await liftBlocksOn(house, { range })).items.map((one) => one.range);
  expect((await lifted("192.0.2.7")).sort()).toEqual(["192.0.2.0/24", "192.0.2.7/32"]);
  expect(["192.0.2.7", "192.0.2.8"].map((ip) => isBlocked(ip, "writes"))).toEqual([false, true]);
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
    (tx) => tx.$executeRaw`SELECT 1 FROM ip_blocks WHERE id = ${last}::uuid FOR NO KEY UPDATE`,
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

test("refuses members", async () => {
  const ann = memberCtx(await makeMember());
  const attempts = [
    listBlocks(ann, {}),
    createBlock(ann, { range: "192.0.2.7", reason: "x" }),
    liftBlock(ann, { blockId: newId() }),
  ];
  expect(new Set(await Promise.all(attempts.map(refusalOf)))).toEqual(new Set(["forbidden"]));
});
