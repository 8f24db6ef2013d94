import type { Page } from "@playwright/test";
import { newDevice } from "@/server/testing/client";
import { expect, test } from "./fixtures";
import { expectBodies, newRoom, open, say, signInHere } from "./steps";

const NOTICE = "This session has ended. Sign in to go on.";

/** What a form says of the whole; outside of it, the router has an alert of its own. */
const refusalOn = (page: Page) => page.getByRole("main").getByRole("alert");

const expectSignInPage = (page: Page) => expect(page.getByRole("heading", { name: "Welcome back" })).toBeVisible();

test("leads an ended session from its open page to the sign-in page, and back", async ({ member }) => {
  const ann = await member("ann");
  const room = await newRoom(ann, "Desk");
  await say(ann, room, "Left open at work");
  let connections = 0;
  ann.page.on("websocket", () => connections++);
  await open(ann.page, `/rooms/${room.id}`);
  const phone = await newDevice(ann.url, ann);
  expect((await phone.delete(`/api/v1/users/me/sessions/${ann.sessionId}`)).status).toBe(204);
  await expect(ann.page.getByText(NOTICE)).toBeVisible();
  await expectSignInPage(ann.page);
  await expect(ann.page.getByText("Left open at work")).toHaveCount(0);
  // It was told, and did not find out by being refused when it came back.
  expect(connections).toBe(1);
  expect((await phone.get("/api/v1/users/me")).status).toBe(200);

  await ann.page.goto(`/rooms/${room.id}`);
  await expect(ann.page).toHaveURL(`/login?next=${encodeURIComponent(`/rooms/${room.id}`)}`);
  await signInHere(ann.page, ann);
  await expectBodies(ann.page, ["Left open at work"]);
});

test("lets an admin end a member's session, and no other member", async ({ member, admin }) => {
  const [ann, eve] = [await member("ann"), await member("eve")];
  await open(ann.page, "/notifications");
  const path = `/api/v1/users/${ann.id}/sessions/${ann.sessionId}`;
  expect((await eve.delete(path)).status).toBe(404);
  expect((await ann.get("/api/v1/users/me")).status).toBe(200);
  expect((await admin.delete(path)).status).toBe(204);
  await expect(ann.page.getByText(NOTICE)).toBeVisible();
  expect((await ann.get("/api/v1/users/me")).status).toBe(401);
});

test("signs out in every tab of the browser", async ({ member }) => {
  const ann = await member("ann");
  const other = await ann.context.newPage();
  const room = await newRoom(ann, "Left behind");
  await open(other, "/notifications");
  await open(ann.page, "/rooms");
  await expect(ann.page.getByRole("main").getByText(room.name)).toBeVisible();
  await ann.page.getByRole("button", { name: /Account$/ }).click();
  await ann.page.getByRole("menuitem", { name: "Sign out" }).click();
  for (const page of [ann.page, other]) {
    await expect(page.getByRole("heading", { name: "Good company," })).toBeVisible();
    await expect(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
  }
  expect((await ann.get("/api/v1/users/me")).status).toBe(401);
  await ann.page.goBack();
  await expect(ann.page.getByText(room.name)).toHaveCount(0);
  await expectSignInPage(ann.page);
});

test("says the same for a wrong password and an unknown name, and keeps the name", async ({ member, visitor }) => {
  const ann = await member("ann");
  const page = await visitor();
  await page.goto("/login");
  const said: string[] = [];
  for (const [username, password] of [
    [ann.username, "not my password"],
    ["nobody-of-that-name", ann.password],
  ] as const) {
    await signInHere(page, { username, password });
    await expect(refusalOn(page)).toBeVisible();
    await expect(page.getByLabel("User name or e-mail")).toHaveValue(username);
    await expect(page.getByLabel("Password")).toHaveValue("");
    said.push(await refusalOn(page).innerText());
  }
  expect(new Set(said).size).toBe(1);
  await signInHere(page, ann);
  await page.waitForURL("/rooms");
});

test("says beside the fields what is wrong with a new account", async ({ member, visitor }) => {
  const ann = await member("ann");
  const page = await visitor();
  await page.goto("/register");
  await page.getByLabel("User name").fill(ann.username);
  await page.getByLabel("E-mail").fill(ann.email);
  await page.getByLabel("Password").fill("password");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Password").fill(ann.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("User name")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("E-mail")).toHaveValue(ann.email);
});

for (const path of ["/rooms", "/notifications", "/admin", "/rooms?scope=discover"]) {
  test(`asks who is not signed in to sign in before ${path}`, async ({ visitor }) => {
    const page = await visitor();
    const answer = await page.goto(path);
    await expectSignInPage(page);
    expect(new URL(page.url()).searchParams.get("next")).toBe(path);
    expect(await answer?.text()).not.toContain("Your rooms");
  });
}

const ELSEWHERE = [
  "//evil.example",
  "/\\evil.example",
  "https://evil.example/rooms",
  "/\t/evil.example",
  "/.//evil.example",
  "javascript:alert(1)",
];

test("leads nowhere else after signing in, whatever the URL says", async ({ member, visitor }) => {
  const ann = await member("ann");
  const page = await visitor();
  const asked: string[] = [];
  await page.route(
    ({ hostname }) => hostname.includes("evil"),
    (route) => {
      asked.push(route.request().url());
      return route.abort();
    },
  );
  for (const next of ELSEWHERE) {
    await page.goto("about:blank");
    await page.context().clearCookies();
    await page.goto(`/login?next=${encodeURIComponent(next)}`);
    await signInHere(page, ann);
    await expect(page.getByRole("heading", { name: "Rooms", level: 1 }), JSON.stringify(next)).toBeVisible();
    expect(new URL(page.url()).origin).toBe(ann.url);
  }
  expect(asked).toEqual([]);
});
