import { describe, expect, test } from "vitest";
import { testDatabase } from "@/lib/kit/testing/database";
import type { TestMember } from "@/server/testing/client";
import { type LiveClient, openLive, type Transport } from "@/server/testing/live-client";
import { newRoom } from "@/server/testing/rooms";
import { storedMember } from "@/server/testing/stored-member";
import { testServer } from "@/server/testing/test-server";

const database = testDatabase();
const secret = "the key that the cookies of this test are made with";
const server = testServer(() => ({ DATABASE_URL: database.url, SECRET_KEY: secret }));

type Presence = { online: string[]; offline: string[] };
const member = (name: string) => storedMember({ url: server().url, secret }, name);
const choose = (who: TestMember, showPresence: boolean) =>
  who.send("PUT", "/api/v1/users/me/settings", { json: { showPresence } });

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
    for (const path of [`rooms/${roomId}`, `rooms/${roomId}/members`]) {
      expect((await ben.get(`/api/v1/${path}`)).text).not.toMatch(/lastSeen|online|tabs/);
    }
    await choose(ann, true);
    await watcher.until<Presence>("presence", ({ online }) => online.includes(ann.id));
    expect((await ben.get("/api/v1/online?limit=100")).text).toContain(ann.id);
    await choose(ann, false);
    await watcher.until<Presence>("presence", ({ offline }) => offline.includes(ann.id));
    const before = named().length;
    (await openLive(transport, ann)).close();
    await toldOf(watcher);
    expect(named()).toHaveLength(before);
    for (const line of [tab, watcher]) line.close();
  });
});
