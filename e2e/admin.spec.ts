import type { Page } from "@playwright/test";
import type { SystemStats } from "@/lib/core/admin/schemas";
import { newClient, newCredentials, signIn, type TestMember } from "@/server/testing/client";
import { expect, test } from "./fixtures";
import { newRoom, open, say } from "./steps";

test("makes the first admin by the link that the start printed, once", async ({ admin, server, visitor }) => {
  expect((await admin.get("/api/v1/users/me")).body).toMatchObject({ username: admin.username, role: "admin" });
  const link = /\/first-admin\/\S+/.exec(server.output())?.[0] ?? "";
  const page = await visitor();
  for (const path of [link, "/first-admin/not-a-token-that-anyone-ever-printed"]) {
    const late = newCredentials("late");
    await page.goto(path);
    await page.getByLabel("User name").fill(late.username);
    await page.getByLabel("E-mail").fill(late.email);
    await page.getByLabel("Password").fill(late.password);
    await page.getByRole("button", { name: "Create admin account" }).click();
    await expect(page.getByRole("main").getByRole("alert")).toContainText("This link was used already");
    const client = newClient(server.url);
    await signIn(client, late);
    expect((await client.get("/api/v1/users/me")).status).toBe(401);
  }
});

test("shows live figures that are those of the API", async ({ admin, member }) => {
  await open(admin.page, "/rooms");
  await admin.page.getByRole("link", { name: "Admin" }).click();
  await expect(admin.page.getByRole("heading", { name: "Overview" })).toBeVisible();
  await expectSame(admin);
  const before = await statsOf(admin);

  const ann = await member("ann");
  const room = await newRoom(ann, "Counted");
  await say(ann, room, "One");
  await say(ann, room, "Two");
  await open(ann.page, `/rooms/${room.id}`);
  await expect.poll(async () => (await shownBy(admin.page)).messages).toBe((before.features.messages ?? 0) + 2);
  await expectSame(admin);
  const after = await statsOf(admin);
  expect(after.users.total).toBe(before.users.total + 1);
  expect(after.features.rooms).toBe((before.features.rooms ?? 0) + 1);
  expect(after.sessions).toBe(before.sessions + 1);
  expect(after.connections).toBe(before.connections + 1);
});

test("shows what a limit in shadow mode would have refused", async ({ admin, member }) => {
  const ann = await member("ann");
  const room = await newRoom(ann, "Shadowed");
  const { page } = admin;
  await open(page, "/admin/rate-limits");
  const limits = page.getByRole("table", { name: "Rate limits" });
  const chat = limits.getByRole("row").filter({ has: page.getByRole("button", { name: "Change Messages" }) });
  await chat.getByRole("button", { name: "Change Messages" }).click();
  await page.getByRole("dialog").getByLabel("Allow").fill("1");
  await page.getByRole("dialog").getByRole("switch", { name: "Shadow mode" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(chat.getByText("Shadow", { exact: true })).toBeVisible();
  for (const text of ["One", "Two", "Three"]) await say(ann, room, text);
  await expect(chat.getByRole("cell", { name: "2", exact: true })).toBeVisible();
  const refused = page.getByRole("table", { name: "Refused lately" });
  const hers = refused.getByRole("row").filter({ hasText: ann.username }).filter({ hasText: "Shadow" });
  await expect(async () => {
    await page.reload();
    await expect(hers.getByRole("cell", { name: "2", exact: true })).toBeVisible({ timeout: 10_000 });
  }).toPass();
  await chat.getByRole("button", { name: "Change Messages" }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /Back to the default/ })
    .click();
  await expect(chat.getByText("Shadow", { exact: true })).toHaveCount(0);
});

test("is not there for members and asks others to sign in", async ({ member, server, visitor }) => {
  const ann = await member("ann");
  await open(ann.page, "/rooms");
  await expect(ann.page.getByRole("link", { name: "Admin" })).toHaveCount(0);
  const answer = await ann.page.goto("/admin");
  expect(answer?.status()).toBe(404);
  await expect(ann.page.getByRole("heading", { name: "Nobody here" })).toBeVisible();
  expect(await answer?.text()).not.toContain("Live connections");

  const page = await visitor();
  await page.goto("/admin");
  await expect(page).toHaveURL("/login?next=%2Fadmin");
  const json = { accept: "application/json" };
  for (const path of ["/api/v1/admin/stats", "/admin/stats"]) {
    expect((await ann.get(path, json)).status, path).toBe(403);
    expect((await newClient(server.url).get(path, json)).status, path).toBe(401);
  }
});

const statsOf = async (admin: TestMember): Promise<SystemStats> =>
  (await admin.get<SystemStats>("/api/v1/admin/stats")).body;

/** The figures an open dashboard shows that do not change by themselves. */
async function shownBy(page: Page) {
  const stat = async (label: string): Promise<[shown: number, note: number]> => {
    const card = page.getByRole("term").filter({ hasText: label }).locator("..");
    const text = await card.getByRole("definition").innerText();
    const [shown = Number.NaN, note = Number.NaN] = (text.match(/\d[\d,]*/g) ?? []).map(toNumber);
    return [shown, note];
  };
  const [online, members] = await stat("Online now");
  const [connections, sessions] = await stat("Live connections");
  const [rooms] = await stat("Rooms");
  const [messages] = await stat("Messages");
  return { online, members, connections, sessions, rooms, messages };
}

const toNumber = (text: string): number => Number(text.replaceAll(",", ""));

/** Waits until the open dashboard shows what the API answers. */
async function expectSame(admin: TestMember & { page: Page }): Promise<void> {
  await expect(async () => {
    const { users, connections, sessions, features } = await statsOf(admin);
    const { rooms, messages } = features;
    const asked = { online: users.online, members: users.total, connections, sessions, rooms, messages };
    expect(await shownBy(admin.page)).toEqual(asked);
  }).toPass();
}
