import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as joinPath } from "node:path";
import type { Page, WebSocketRoute } from "@playwright/test";
import { type Cable, layCable } from "@/server/testing/cable";
import { newMember } from "@/server/testing/client";
import { runServer } from "@/server/testing/run-server";
import { expect, openBrowser, test } from "./fixtures";
import { expectBodies, isLive, join, logOf, newRoom, open, say, write } from "./steps";

const bannerOf = (page: Page) => page.getByText("No connection. Reconnecting");

test("catches up after a break: nothing is missing, nothing is there twice", async ({ member, cable }) => {
  const [ann, ben] = [await member("ann", { baseURL: cable.url }), await member("ben")];
  const room = await newRoom(ann, "Tunnel");
  await join(room, ben);
  await say(ben, room, "Typo heer");
  const spoilt = await say(ben, room, "Not for long");
  await Promise.all([open(ann.page, `/rooms/${room.id}`), open(ben.page, `/rooms/${room.id}`)]);
  await write(ann.page, "Going in");
  await expectBodies(ben.page, ["Typo heer", "Not for long", "Going in"]);
  const pending = logOf(ann.page).locator("[data-pending]");
  await expect(pending).toHaveCount(0);

  cable.pull();
  await expect(bannerOf(ann.page)).toBeVisible();
  await write(ann.page, "Written in the dark");
  await write(ann.page, "And one more");
  await expect(pending).toContainText(["Written in the dark", "And one more"]);
  await expect(pending.getByText("Waiting for the connection")).toHaveCount(2);
  await write(ben.page, "Are you there?");
  await write(ben.page, `@${ann.username} hello?`);
  const edited = await ben.patch(`/api/v1/rooms/${room.id}/messages/${spoilt.id}`, { body: "Better" });
  expect(edited.status).toBe(200);
  const here = ["Typo heer", "Better", "Going in", "Are you there?", `@${ann.username} hello?`];
  await expectBodies(ben.page, here);

  cable.plug();
  const all = [...here, "Written in the dark", "And one more"];
  await expectBodies(ann.page, all);
  await expectBodies(ben.page, all);
  await expect(bannerOf(ann.page)).toHaveCount(0);
  await expect(ann.page.getByRole("button", { name: "Notifications, 1 unread" })).toBeVisible();
  await open(ann.page, `/rooms/${room.id}`);
  await expectBodies(ann.page, all);
});

test("sends a message once whose acknowledgement was lost", async ({ member, cable }) => {
  const [ann, ben] = [await member("ann", { baseURL: cable.url }), await member("ben")];
  const room = await newRoom(ann, "Echo");
  await join(room, ben);
  await Promise.all([open(ann.page, `/rooms/${room.id}`), open(ben.page, `/rooms/${room.id}`)]);
  await write(ann.page, "Hello");
  await expectBodies(ann.page, ["Hello"]);

  cable.muffle();
  await write(ann.page, "Only once");
  await Promise.all([
    expect(logOf(ann.page).locator("[data-pending]")).toContainText("Only once"),
    expectBodies(ben.page, ["Hello", "Only once"]),
  ]);
  cable.pull();
  await write(ann.page, "And this after it");
  cable.plug();
  const all = ["Hello", "Only once", "And this after it"];
  await expectBodies(ann.page, all);
  await expectBodies(ben.page, all);
});

test("shows a reader what was said while the browser was offline", async ({ member }) => {
  const [ann, ben] = [await member("ann"), await member("ben")];
  const room = await newRoom(ann, "Train");
  await join(room, ben);
  await say(ben, room, "Boarding");
  await open(ann.page, `/rooms/${room.id}`);
  await ann.context.setOffline(true);
  await expect(bannerOf(ann.page)).toBeVisible();
  await say(ben, room, "First");
  await say(ben, room, "Second");
  await ann.context.setOffline(false);
  await expectBodies(ann.page, ["Boarding", "First", "Second"]);
  await expect(bannerOf(ann.page)).toHaveCount(0);
});

test("asks for what is missing when the server says that events may be lost", async ({ member }) => {
  const [ann, ben] = [await member("ann"), await member("ben")];
  const room = await newRoom(ann, "Gap");
  await join(room, ben);
  const lost: string[] = [];
  const lines: WebSocketRoute[] = [];
  await ann.page.routeWebSocket(/\/socket\.io\//, (line) => {
    lines.push(line);
    line.connectToServer().onMessage((frame) => {
      if (/^42\["message:new".*Lost on the way/.test(String(frame))) lost.push(String(frame));
      else line.send(frame);
    });
  });
  await open(ann.page, `/rooms/${room.id}`);
  await say(ben, room, "Heard");
  await expectBodies(ann.page, ["Heard"]);
  await say(ben, room, "Lost on the way");
  await expect.poll(() => lost.length).toBe(1);
  await expectBodies(ann.page, ["Heard"]);
  lines.at(-1)?.send('42["resync",{}]');
  await expectBodies(ann.page, ["Heard", "Lost on the way"]);
});

test("outlives the server: killed, started again, stopped in order, started again", async ({ browser }) => {
  const dataDir = mkdtempSync(joinPath(tmpdir(), "throng-e2e-"));
  // As root the database server runs as another user, who must be able to pass through.
  chmodSync(dataDir, 0o711);
  const start = () => runServer({ dataDir: joinPath(dataDir, "data") });
  let server = await start();
  const cable: Cable = await layCable(server.port);
  const people = await Promise.all(["ann", "ben"].map((name) => newMember(server.url, name)));
  const [ann, ben] = await Promise.all(people.map((one) => openBrowser(browser, one, { baseURL: cable.url })));
  if (!ann || !ben) throw new Error("Two were asked for.");
  const room = await newRoom(ann, "Storm");
  await join(room, ben);
  await Promise.all([open(ann.page, `/rooms/${room.id}`), open(ben.page, `/rooms/${room.id}`)]);
  await write(ann.page, "Before");
  const said = ["Before"];
  await expectBodies(ben.page, said);

  for (const end of ["kill9", "stop"] as const) {
    await server[end]();
    await Promise.all([ann, ben].map(({ page }) => expect(bannerOf(page)).toBeVisible()));
    await write(ann.page, `Written after ${end}`);
    await expect(logOf(ann.page).locator("[data-pending]")).toContainText(`Written after ${end}`);
    server = await start();
    cable.plug(server.port);
    said.push(`Written after ${end}`);
    await expectBodies(ben.page, said);
    await expectBodies(ann.page, said);
    await write(ben.page, `Seen after ${end}`);
    said.push(`Seen after ${end}`);
    await expectBodies(ann.page, said);
    await expectBodies(ben.page, said);
    await isLive(ann.page);
  }
  await Promise.all([ann.context.close(), ben.context.close()]);
  await cable.close();
  await server.stop();
  rmSync(dataDir, { recursive: true });
});
