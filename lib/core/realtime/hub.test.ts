import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anonymous, type Member, makeContext, systemContext } from "@/lib/core/http/context";
import { announceEnded } from "@/lib/core/sessions/end-session";
import { startSession } from "@/lib/core/sessions/start-session";
import { listTasks } from "@/lib/core/tasks/list-tasks";
import { makeMember, makeMembers, memberCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { publish, RESUMED } from "@/lib/kit/bus";
import { db } from "@/lib/kit/db";
import { testDatabase } from "@/lib/kit/testing/database";
import { CONNECTIONS_MAX, connectionCount, enter, mayConnect, watchHub } from "./hub";
import { listOnline } from "./list-online";
import { keepPresence, onlineIds, tabsOf } from "./presence";
import { removeFromChannel } from "./publish";
import { testConnection } from "./testing";

testDatabase();

const stops: (() => void)[] = [];
beforeAll(() => void stops.push(watchHub(), keepPresence()));
afterAll(() => {
  for (const stop of stops) stop();
});

const signedIn = async (): Promise<Member> => {
  const made = await makeMember();
  const { sessionId } = await startSession(makeContext(anonymous), made.id);
  return { ...made, sessionId };
};

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
    expect(continuous).toMatchObject([{ name: "realtime.keepConnections", everySeconds: 30 }]);
  });

  test("holds a member to so many connections, and nobody else", async () => {
    const [ann, ben] = await makeMembers(2);
    const leaves = Array.from({ length: CONNECTIONS_MAX }, () => enter(testConnection(ann)));
    expect([mayConnect(ann.id), mayConnect(ben.id)]).toEqual([false, true]);
    leaves.pop()?.();
    expect(mayConnect(ann.id)).toBe(true);
    for (const leave of leaves) leave();
  });

  test("ends the connections of a session that ended anywhere, with the reason", async () => {
    const [ann, ben] = await makeMembers(2);
    const [first, second, other] = [testConnection(ann), testConnection(ann), testConnection(ben)];
    const leaves = [first, second, other].map(enter);
    void announceEnded({ sessionIds: [ann.sessionId], reason: "password_changed" });
    expect([first.over, second.over, other.over]).toEqual([["password_changed"], ["password_changed"], []]);
    for (const leave of leaves) leave();
  });

  test("takes every connection of a member out of a channel", async () => {
    const [ann, ben] = await makeMembers(2);
    const connections = [testConnection(ann), testConnection(ann), testConnection(ben)];
    const leaves = connections.map(enter);
    for (const connection of connections) connection.join("room:1");
    removeFromChannel(ann.id, "room:1");
    expect(connections.map(({ hears }) => hears.size)).toEqual([0, 0, 1]);
    for (const leave of leaves) leave();
  });

  test("lets go of rooms after the bus was cut, says so, and ends sessions that ended meanwhile", async () => {
    const [ann, ben] = [await signedIn(), await signedIn()];
    const connections = [testConnection(ann), testConnection(ben)] as const;
    const leaves = connections.map(enter);
    for (const connection of connections) for (const channel of ["room:1", "everyone"]) connection.join(channel);
    await db().session.update({ where: { id: ben.sessionId }, data: { endedAt: new Date() } });
    publish(RESUMED, null);
    await expect.poll(() => connections[1].over).toEqual(["expired"]);
    expect(connections[0].over).toEqual([]);
    for (const { hears, sent } of connections) {
      expect([...hears]).toEqual(["everyone"]);
      expect(sent).toContainEqual(["resync", {}]);
    }
    for (const leave of leaves) leave();
  });
});

describe("presence", () => {
  const report = (process: string, whole: boolean, members: [string, number][]) =>
    publish("presence", { process, whole, members });

  test("adds up a member's tabs over all processes", async () => {
    const [ann] = await makeMembers(1);
    const leave = enter(testConnection(ann));
    report("other", false, [[ann.id, 2]]);
    await expect.poll(() => tabsOf(ann.id)).toBe(3);
    report("other", true, [[ann.id, 1]]);
    expect(tabsOf(ann.id)).toBe(2);
    report("other", true, []);
    leave();
    await expect.poll(() => tabsOf(ann.id)).toBe(0);
    expect(onlineIds().has(ann.id)).toBe(false);
  });

  test("lists who is online by name, page by page, with everyone counted", async () => {
    const members = await Promise.all(["zoe", "adam", "mia"].map((username) => makeMember({ username })));
    const leaves = members.map((member) => enter(testConnection(member)));
    const [, adam] = members;
    const ctx = memberCtx(adam as Member);
    await expect.poll(() => members.every(({ id }) => onlineIds().has(id))).toBe(true);
    const first = await listOnline(ctx, { limit: 2 });
    expect(first.items.map(({ username, tabs }) => [username, tabs])).toEqual([
      ["adam", 1],
      ["mia", 1],
    ]);
    expect(first.total).toBe(3);
    const second = await listOnline(ctx, { limit: 2, cursor: first.nextCursor ?? "" });
    expect(second.items.map(({ username }) => username)).toEqual(["zoe"]);
    expect(second.nextCursor).toBeNull();
    for (const leave of leaves) leave();
    expect(await refusalOf(listOnline(systemContext("test"), {}))).toBe("forbidden");
  });
});
