import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Member, type SessionMember, systemContext } from "@/lib/core/context";
import { flushActivity } from "@/lib/core/engine/activity/buffer";
import { startBlocks } from "@/lib/core/engine/ip-blocks/blocks";
import { publishEnded } from "@/lib/core/engine/sessions/publish-ended";
import { flushSeen } from "@/lib/core/engine/sessions/touch";
import { createBlock } from "@/lib/core/ip-blocks/create-block";
import { endSession } from "@/lib/core/sessions/end-session";
import { listTasks } from "@/lib/core/tasks/list-tasks";
import { makeMember, makeMembers, makeSignedIn, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { publish, RESUMED } from "@/lib/kit/bus";
import { db } from "@/lib/kit/db";
import { startPeers } from "@/lib/kit/peers";
import { testDatabase } from "@/lib/kit/testing/database";
import { autocommit } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { admitMember, CONNECTIONS_MAX, connectionCount, enter, startHub } from "./hub";
import { listOnline } from "./list-online";
import { placesHeld, takePlace } from "./places";
import { connectionsOf, onlineIds, startPresence } from "./presence";
import { removeFromChannel } from "./publish";
import { ADMINS, startChannels } from "./start-channels";
import { testConnection } from "./testing";

testDatabase();

const stops: (() => void)[] = [];
beforeAll(() => void stops.push(startHub(), startPeers(), startPresence()));
afterAll(() => {
  for (const stop of stops) stop();
});

/** What becomes of a handshake that ends at once. */
async function admission(member: SessionMember, ip = "192.0.2.1"): Promise<string> {
  const admitted = await admitMember(member, ip);
  if (typeof admitted === "string") return admitted;
  return takePlace(admitted.place) ? "admitted" : "lost";
}

describe("the hub", () => {
  test("counts connections in and out, each out once", async () => {
    const [ann] = await makeMembers(1);
    const before = connectionCount();
    const leaves = [1, 2].map(() => enter(testConnection(ann)));
    expect(connectionCount() - before).toBe(2);
    leaves[0]?.();
    leaves[0]?.();
    expect(connectionCount() - before).toBe(1);
    leaves[1]?.();
    expect(connectionCount()).toBe(before);
  });

  test("is shown to admins as what this process does over and over", async () => {
    const { continuous } = await listTasks(systemContext("test"), {});
    expect(continuous).toMatchObject([{ name: "realtime.checkConnections", everySeconds: 30 }]);
  });

  test("holds a member to so many connections, and nobody else", async () => {
    const [ann, ben] = [await makeSignedIn(), await makeSignedIn()];
    const leaves = Array.from({ length: CONNECTIONS_MAX }, () => enter(testConnection(ann)));
    expect(await admission(ann)).toBe("rate_limited");
    expect(await admission(ben)).toBe("admitted");
    leaves.pop()?.();
    expect(await admission(ann)).toBe("admitted");
    for (const leave of leaves) leave();
  });

  test("counts handshakes that are under way together", async () => {
    const ann = await makeSignedIn();
    const leave = enter(testConnection(ann));
    const opened = await Promise.all(Array.from({ length: 90 }, () => admitMember(ann, "192.0.2.1")));
    const admitted = opened.filter((one) => typeof one !== "string");
    expect(admitted).toHaveLength(CONNECTIONS_MAX - 1);
    for (const { place } of admitted) expect(takePlace(place)).toBe(true);
    expect(placesHeld(ann.id)).toBe(0);
    leave();
  });

  test("admits nobody whose session ended before or during the handshake", async () => {
    const [ann, ben] = [await makeSignedIn(), await makeSignedIn()];
    await endSession(memberCtx(ann), { userId: "me", sessionId: ann.via.sessionId });
    expect(await admission(ann)).toBe("unauthenticated");
    expect(placesHeld(ann.id)).toBe(0);
    const admitted = await admitMember(ben, "192.0.2.1");
    await endSession(memberCtx(ben), { userId: "me", sessionId: ben.via.sessionId });
    expect(typeof admitted !== "string" && takePlace(admitted.place)).toBe(false);
  });

  test("admits nobody by a role that was lost during the handshake", async () => {
    const boss = await makeSignedIn({ role: "admin" });
    const admitted = await admitMember(boss, "192.0.2.1");
    await autocommit(async (_tx, afterCommit) =>
      afterCommit((committed) => removeFromChannel(committed, boss.id, ADMINS)),
    );
    expect(typeof admitted !== "string" && takePlace(admitted.place)).toBe(false);
  });

  test("ends the connections of a session that ended anywhere, with the reason", async () => {
    const [ann, ben] = await makeMembers(2);
    const [first, second, other] = [testConnection(ann), testConnection(ann), testConnection(ben)];
    const leaves = [first, second, other].map(enter);
    await autocommit(async (_tx, afterCommit) =>
      publishEnded(afterCommit, { sessionIds: [ann.via.sessionId], reason: "password_changed" }),
    );
    expect([first.over, second.over, other.over]).toEqual([["password_changed"], ["password_changed"], []]);
    for (const leave of leaves) leave();
  });

  test("cuts the connections of a blocked IP, and lets none of it in", async () => {
    const [ann, ben] = await makeMembers(2);
    const connections = [testConnection(ann, "198.51.100.1"), testConnection(ben, "198.51.100.2")];
    const leaves = connections.map(enter);
    const block = { level: "all", reason: "test" } as const;
    await createBlock(systemContext("test"), { range: "198.51.100.1", ...block });
    expect(connections.map(({ over }) => over)).toEqual([["dropped"], []]);
    expect(await admission(ann, "198.51.100.1")).toBe("blocked");
    for (const leave of leaves) leave();
  });

  test("cuts connections whose IP was blocked while the bus was cut", async () => {
    const stop = await startBlocks();
    const connection = testConnection(await makeSignedIn(), "198.51.100.3");
    const leave = enter(connection);
    const row = { id: newId(), range: "198.51.100.3/32", level: "all", reason: "test", automatic: false };
    await db().ipBlock.create({ data: row });
    publish(RESUMED, null);
    await expect.poll(() => connection.over).toEqual(["dropped"]);
    leave();
    await stop();
  });

  test("takes every connection of a member out of a channel", async () => {
    const [ann, ben] = await makeMembers(2);
    const connections = [testConnection(ann), testConnection(ann), testConnection(ben)];
    const leaves = connections.map(enter);
    for (const connection of connections) connection.join("room:1");
    await autocommit(async (_tx, afterCommit) =>
      afterCommit((committed) => removeFromChannel(committed, ann.id, "room:1")),
    );
    expect(connections.map(({ hears }) => hears.size)).toEqual([0, 0, 1]);
    for (const leave of leaves) leave();
  });

  test("leaves what was joined after the bus was cut, says so, and ends sessions that ended meanwhile", async () => {
    const [boss, ben] = [await makeSignedIn({ role: "admin" }), await makeSignedIn()];
    const connections = [testConnection(boss), testConnection(ben)] as const;
    const leaves = connections.map(enter);
    for (const connection of connections)
      for (const channel of ["room:1", ...startChannels(boss)]) connection.join(channel);
    await db().session.update({ where: { id: ben.via.sessionId }, data: { endedAt: new Date() } });
    publish(RESUMED, null);
    await expect.poll(() => connections[1].over).toEqual(["expired"]);
    expect(connections[0].over).toEqual([]);
    for (const { hears, sent } of connections) {
      expect([...hears]).toEqual(startChannels(boss));
      expect(sent).toContainEqual(["resync", {}]);
    }
    for (const leave of leaves) leave();
  });
});

const lastSeen = async ({ via }: SessionMember): Promise<number> =>
  (await db().session.findUniqueOrThrow({ where: { id: via.sessionId } })).lastSeenAt.getTime();

test("a page left open keeps its session in use, and makes nobody be there", async () => {
  const [ann, ben] = [await makeSignedIn(), await makeSignedIn()];
  const connections = [testConnection(ann), testConnection(ben)] as const;
  const leaves = connections.map(enter);
  const before = await lastSeen(ann);
  await db().session.update({ where: { id: ben.via.sessionId }, data: { endedAt: new Date() } });
  publish(RESUMED, null);
  // Sessions are asked in the order they came.
  await expect.poll(() => connections[1].over).toEqual(["expired"]);
  await Promise.all([flushSeen(), flushActivity(true)]);
  expect(await lastSeen(ann)).toBeGreaterThan(before);
  expect(await db().presenceQuarter.count({ where: { userId: ann.id } })).toBe(0);
  for (const leave of leaves) leave();
});

describe("presence", () => {
  type Told = [userId: string, connections: number][];
  const change = (process: string, members: Told) => publish("presence", { process, members });
  const repeat = (process: string, members: Told) => publish("peers", { process, parts: { presence: members } });

  test("adds up a member's tabs over all processes", async () => {
    const [ann] = await makeMembers(1);
    const leave = enter(testConnection(ann));
    change("other", [[ann.id, 2]]);
    await expect.poll(() => connectionsOf(ann.id)).toBe(3);
    repeat("other", [[ann.id, 1]]);
    expect(connectionsOf(ann.id)).toBe(2);
    repeat("other", []);
    leave();
    await expect.poll(() => connectionsOf(ann.id)).toBe(0);
    expect(onlineIds().has(ann.id)).toBe(false);
  });

  test("lists who is online by name, page by page, with everyone counted", async () => {
    const members = await Promise.all(["zoe", "adam", "mia"].map((username) => makeMember({ username })));
    const leaves = members.map((member) => enter(testConnection(member)));
    const [, adam] = members;
    const ctx = memberCtx(adam as Member);
    await expect.poll(() => members.every(({ id }) => onlineIds().has(id))).toBe(true);
    const first = await listOnline(ctx, { limit: 2 });
    expect(first.items.map(({ username, connections }) => [username, connections])).toEqual([
      ["adam", 1],
      ["mia", null],
    ]);
    const boss = await makeMember({ role: "admin" });
    expect((await listOnline(memberCtx(boss), {})).items.map(({ connections }) => connections)).toEqual([1, 1, 1]);
    expect(first.total).toBe(3);
    const second = await listOnline(ctx, { limit: 2, cursor: first.nextCursor ?? "" });
    expect(second.items.map(({ username }) => username)).toEqual(["zoe"]);
    expect(second.nextCursor).toBeNull();
    for (const leave of leaves) leave();
    expect(await refusalOf(listOnline(systemContext("test"), {}))).toBe("forbidden");
  });
});
