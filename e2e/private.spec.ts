import { newId } from "@/lib/shared/ids";
import { newClient } from "@/server/testing/client";
import { type LiveClient, openLive, RefusedHandshake, type Transport } from "@/server/testing/live-client";
import { expect, test } from "./fixtures";
import { composerOf, expectBodies, join, messageWith, newRoom, open, say, write } from "./steps";

const TRANSPORTS: Transport[] = ["Socket.IO", "/ws"];
const SECRET = "The key lies under the third pot";

test("keeps a private room from an outsider's pages", async ({ member }) => {
  const [ann, eve] = [await member("ann"), await member("eve")];
  const room = await newRoom(ann, `Council ${ann.username}`, "private");
  await say(ann, room, SECRET);
  const answer = await eve.page.goto(`/rooms/${room.id}`);
  expect(answer?.status()).toBe(404);
  await expect(eve.page.getByText("Nothing was found here")).toBeVisible();
  await expect(eve.page).not.toHaveTitle(/Council/);
  const html = (await answer?.text()) ?? "";
  expect(html).not.toContain(SECRET);
  expect(html).not.toContain(room.name);

  await open(eve.page, `/rooms?scope=discover&q=${encodeURIComponent(room.name)}`);
  await expect(eve.page.getByText("No public room goes by that name")).toBeVisible();
  await open(eve.page, `/rooms?scope=joined&q=${encodeURIComponent(room.name)}`);
  await expect(eve.page.getByText("You are in no room yet")).toBeVisible();
  await expect(eve.page.getByText(room.name)).toHaveCount(0);
});

test("keeps a private room from an outsider's calls", async ({ member, server }) => {
  const [ann, eve] = [await member("ann"), await member("eve")];
  const room = await newRoom(ann, `Council ${ann.username}`, "private");
  const message = await say(ann, room, SECRET);
  const base = `/api/v1/rooms/${room.id}`;
  const calls: [method: string, path: string, json?: unknown][] = [
    ["GET", base],
    ["PATCH", base, { topic: "Mine" }],
    ["GET", `${base}/members`],
    ["POST", `${base}/members`, {}],
    ["POST", `${base}/members`, { userId: eve.id }],
    ["DELETE", `${base}/members/me`],
    ["DELETE", `${base}/members/${ann.id}`],
    ["GET", `${base}/messages`],
    ["GET", `${base}/messages?around=1`],
    ["POST", `${base}/messages`, { clientId: newId(), body: "Let me in" }],
    ["PATCH", `${base}/messages/${message.id}`, { body: "Nothing lies there" }],
    ["DELETE", `${base}/messages/${message.id}`],
    ["POST", `${base}/read`, { seq: 1 }],
    ["DELETE", `/api/v1/invitations/${room.id}`],
  ];
  for (const [method, path, json] of calls) {
    const { status, text } = await eve.send(method, path, { json });
    expect(status, `${method} ${path}: ${text}`).toBe(404);
    expect(text).not.toContain(SECRET);
    const nobody = await newClient(server.url).send(method, path, { json });
    expect(nobody.status, `${method} ${path}, not signed in`).toBe(401);
  }
  for (const scope of ["joined", "discover"]) {
    const { body } = await eve.get(`/api/v1/rooms?scope=${scope}&q=${encodeURIComponent(room.name)}`);
    expect(body).toEqual({ items: [], nextCursor: null });
  }
  const { body } = await ann.get<{ items: unknown[] }>(`${base}/messages`);
  expect(body.items).toEqual([message]);
});

for (const transport of TRANSPORTS) {
  test(`keeps a private room from an outsider's live connection over ${transport}`, async ({ member }) => {
    const [ann, eve] = [await member("ann"), await member("eve")];
    const secret = await newRoom(ann, "Council", "private");
    const square = await newRoom(ann, "Square");
    await join(square, eve);
    const live = await openLive(transport, eve);
    const attempts: [event: string, data: object][] = [
      ["room:join", {}],
      ["typing", {}],
      ["message:read", { seq: 1 }],
      ["message:send", { clientId: newId(), body: "Let me in" }],
    ];
    for (const [event, data] of attempts) {
      const ack = await live.send(event, { roomId: secret.id, ...data });
      expect(ack, event).toMatchObject({ error: { code: "not_found" } });
    }
    await say(ann, secret, SECRET);
    const ack = await live.send("sync", { rooms: { [secret.id]: 0 } });
    expect(ack).toMatchObject({ data: { rooms: { rooms: {}, refused: [secret.id] } } });
    await expectSilence(live, secret.id, async () => {
      await live.send("room:join", { roomId: square.id });
      await say(ann, secret, `${SECRET}, again`);
      await say(ann, square, "The market is open");
      await live.until<{ body: string }>("message:new", ({ body }) => body === "The market is open");
    });
    live.close();
  });
}

test("lets nobody listen at another's /ws path", async ({ member }) => {
  const [ann, eve] = [await member("ann"), await member("eve")];
  const attempt = openLive("/ws", eve, { as: ann.id });
  await expect(attempt).rejects.toThrow(new RefusedHandshake("404"));
});

test("lets the invited in, and once removed out of the open page and its live events", async ({ member }) => {
  const [ann, ben] = [await member("ann"), await member("ben")];
  const room = await newRoom(ann, "Council", "private");
  const square = await newRoom(ann, "Square");
  await join(square, ben);
  await say(ann, room, SECRET);
  await Promise.all([open(ann.page, `/rooms/${room.id}`), open(ben.page, "/rooms")]);

  await ann.page.getByRole("button", { name: /^Members: 1/ }).click();
  const panel = ann.page.getByRole("complementary", { name: "Members" });
  await panel.getByLabel("Invite by user name").fill(ben.username);
  await panel.getByRole("button", { name: "Invite" }).click();
  const toast = ben.page.getByRole("dialog", { name: `${ann.username} invites you to Council` });
  await toast.getByRole("button", { name: "Open" }).click();
  await expect(ben.page.getByRole("heading", { name: "Council" })).toBeVisible();
  expect((await ben.get(`/api/v1/rooms/${room.id}/messages`)).status).toBe(404);
  expect(await ben.page.content()).not.toContain(SECRET);
  await ben.page.getByRole("button", { name: "Accept the invitation" }).click();
  await expectBodies(ben.page, [SECRET]);
  await write(ben.page, "I found it");
  await expectBodies(ann.page, [SECRET, "I found it"]);

  const live = await openLive("Socket.IO", ben);
  for (const { id } of [room, square]) expect(await live.send("room:join", { roomId: id })).toHaveProperty("data");
  await panel.getByRole("button", { name: `Remove ${ben.username}` }).click();
  await ann.page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(ben.page.getByText("You are not in this room any more")).toBeVisible();
  await expect(messageWith(ben.page, SECRET)).toHaveCount(0);
  await expect(composerOf(ben.page)).toHaveCount(0);
  await expect(ben.page.getByRole("link", { name: "Council" })).toHaveCount(0);
  expect((await ben.get(`/api/v1/rooms/${room.id}/messages`)).status).toBe(404);
  await live.until<{ change: string }>("room:changed", ({ change }) => change === "removed");
  await expectSilence(live, room.id, async () => {
    await say(ann, room, "He is gone");
    await say(ann, square, "Good morning");
    await live.until<{ body: string }>("message:new", ({ body }) => body === "Good morning");
  });
  live.close();
  await ben.page.reload();
  await expect(ben.page.getByText("Nothing was found here")).toBeVisible();
});

/** Expects that nothing of a room is heard while `work` runs; it must end with hearing something that came later. */
async function expectSilence(live: LiveClient, roomId: string, work: () => Promise<void>): Promise<void> {
  const before = live.heard.length;
  await work();
  expect(JSON.stringify(live.heard.slice(before))).not.toContain(roomId);
}
