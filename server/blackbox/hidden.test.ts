import { describe, expect, test } from "vitest";
import type { z } from "zod";
import type { MemberPage } from "@/lib/features/rooms/schemas";
import { db } from "@/lib/kit/db";
import type { TestMember } from "@/server/testing/client";
import { type LiveClient, openLive, type Transport } from "@/server/testing/live-client";
import { newRoom } from "@/server/testing/rooms";
import { sharedServer } from "@/server/testing/shared-server";
import { storedMember } from "@/server/testing/stored-member";

const server = sharedServer();

type Presence = { online: string[]; offline: string[] };
const member = (name: string) => storedMember(server(), name);
const choose = (who: TestMember, showPresence: boolean) =>
  who.send("PUT", "/api/v1/users/me/settings", { json: { showPresence } });

/** What `reader` is told of when `who` was in the room. */
async function seenIn(reader: TestMember, roomId: string, who: TestMember) {
  const { items } = (await reader.get(`/api/v1/rooms/${roomId}/members`)).body as z.infer<typeof MemberPage>;
  const found = items.find(({ user }) => user.id === who.id);
  return found && { online: found.online, lastSeenAt: found.lastSeenAt };
}

/** Waits until something that happens now has been told: by then whatever happened before has been, too. */
async function toldOf(line: LiveClient): Promise<void> {
  const mark = await member("mark");
  const tab = await openLive("/ws", mark);
  await line.until<Presence>("presence", ({ online }) => online.includes(mark.id));
  tab.close();
}

describe.each<Transport>(["Socket.IO", "/ws"])("a member who does not want to be seen, over %s", (transport) => {
  test("is online for nobody, by any door, and is again as soon as they like", async () => {
    const [ann, ben] = [await member("ann"), await member("ben")];
    expect((await choose(ann, false)).status).toBe(200);
    const roomId = await newRoom(ann, ben);
    const watcher = await openLive(transport, ben);
    const named = () =>
      watcher.heard.filter(({ event, data }) => event === "presence" && JSON.stringify(data).includes(ann.id));
    const tab = await openLive(transport, ann);
    await tab.send("room:join", { roomId });
    await tab.send("message:read", { roomId, seq: 0 });
    await toldOf(watcher);
    expect(named()).toEqual([]);
    expect((await ben.get("/api/v1/online?limit=100")).text).not.toContain(ann.id);
    expect((await ben.get(`/api/v1/rooms/${roomId}`)).text).not.toMatch(/lastSeen|online|connections/);
    expect(await seenIn(ben, roomId, ann)).toEqual({ online: false, lastSeenAt: null });
    expect((await ann.get(`/api/v1/users/${ann.id}`)).body).toMatchObject({ connections: 1 });
    await choose(ann, true);
    await watcher.until<Presence>("presence", ({ online }) => online.includes(ann.id));
    expect((await ben.get("/api/v1/online?limit=100")).text).toContain(ann.id);
    expect(await seenIn(ben, roomId, ann)).toMatchObject({ online: true });
    const others = (await ben.get("/api/v1/online?limit=100")).body as {
      items: { id: string; connections: number | null }[];
    };
    expect(others.items.filter(({ connections }) => connections !== null).map(({ id }) => id)).toEqual([ben.id]);
    await choose(ann, false);
    await watcher.until<Presence>("presence", ({ offline }) => offline.includes(ann.id));
    const before = named().length;
    (await openLive(transport, ann)).close();
    await toldOf(watcher);
    expect(named()).toHaveLength(before);
    expect(await seenIn(ben, roomId, ann)).toEqual({ online: false, lastSeenAt: null });
    for (const line of [tab, watcher]) line.close();
  });

  test("was last seen for nobody, and is for those who share a room as soon as they like", async () => {
    const [ann, ben] = [await member("ann"), await member("ben")];
    const roomId = await newRoom(ann, ben);
    const lastSeenAt = "2026-01-01T08:00:00.000Z";
    await choose(ann, false);
    await db().user.update({ where: { id: ann.id }, data: { lastSeenAt } });
    expect(await seenIn(ben, roomId, ann)).toEqual({ online: false, lastSeenAt: null });
    await choose(ann, true);
    expect((await seenIn(ben, roomId, ann))?.lastSeenAt).toEqual(expect.any(String));
  });
});
