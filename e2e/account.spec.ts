import { readFile } from "node:fs/promises";
import { PASSWORD } from "@/server/testing/client";
import { expect, test } from "./fixtures";
import { expectSound } from "./looks";
import { open, signIn } from "./steps";

const PAGES = ["/settings", "/settings/preferences", "/settings/security", "/settings/limits", "/settings/data"];
const DOORS = [
  "/login",
  "/forgot-password?sent=1",
  `/reset-password/${"x".repeat(30)}`,
  `/confirm-email/${"x".repeat(30)}`,
];

test("is sound for everyone, wide and narrow, light and dark", async ({ member }) => {
  test.slow();
  const ann = await member("ann");
  for (const path of PAGES) {
    await open(ann.page, path);
    await expectSound(ann.page);
  }
  await ann.context.clearCookies();
  for (const path of DOORS) {
    await ann.page.goto(path);
    await expectSound(ann.page);
  }
});

test("leads visitors to the sign-in page and back", async ({ browser, server }) => {
  const page = await browser.newPage({ baseURL: server.url });
  for (const path of PAGES) {
    await page.goto(path);
    await expect(page).toHaveURL(`/login?next=${encodeURIComponent(path)}`);
  }
  await page.close();
});

test("shows a new display name everywhere", async ({ member }) => {
  const { page, username } = await member("ann");
  await open(page, "/rooms");
  await page.getByRole("button", { name: "Account" }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  const name = page.getByLabel("Display name");
  await name.fill("   ");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("is required")).toBeVisible();
  await expect(name).toBeFocused();
  await name.fill("Ann of the Lighthouse");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("complementary", { name: "Sidebar" })).toContainText("Ann of the Lighthouse");
  await expect(page.getByRole("main")).toContainText(`@${username}`);
});

test("keeps preferences over devices", async ({ member, server, browser }) => {
  const ann = await member("ann", { timezoneId: "Europe/Lisbon" });
  const { page } = ann;
  await open(page, "/settings/preferences");
  await page.getByRole("radiogroup", { name: "Theme" }).getByText("Dark").click();
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const zone = page.getByRole("combobox", { name: "Time zone" });
  await expect(zone).toHaveText("As this device (Europe/Lisbon)");
  await zone.click();
  await page.getByPlaceholder("Search by city").fill("olk");
  await page.getByRole("option", { name: "Asia/Kolkata" }).click();
  await page.getByRole("combobox", { name: "Language of dates" }).selectOption("de-DE");
  await expect(page.getByText(/Now it is \S+tag, /)).toBeVisible();
  await page.getByRole("switch", { name: "Show when I am online" }).click();
  await expect
    .poll(async () => (await ann.get("/api/v1/users/me/settings")).body)
    .toMatchObject({
      locale: "de-DE",
      theme: "dark",
      showPresence: false,
      features: { rooms: { showReadState: true } },
    });
  await page.getByRole("button", { name: /Use this device’s: Europe\/Lisbon/ }).click();
  await expect.poll(async () => (await ann.get("/api/v1/users/me/settings")).body).toMatchObject({ timeZone: null });

  const other = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signIn(other, ann.username, PASSWORD);
  await expect(other.locator("html")).toHaveAttribute("data-theme", "dark");
  await other.context().close();
});

test("shows what is used of each limit", async ({ member }) => {
  const { page, patch } = await member("ann");
  await patch("/api/v1/users/me", { displayName: "Ann" });
  await open(page, "/settings/limits");
  const limit = page.getByRole("listitem").filter({ hasText: "Changes of settings" });
  await expect(limit).toContainText("1 used, 29 left");
  await patch("/api/v1/users/me", { displayName: "Anna" });
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(limit).toContainText("2 used, 28 left");
});

test("hands out one's data, and deletes the account with its name and password", async ({ member }) => {
  const ann = await member("ann");
  const { page, username } = ann;
  await open(page, "/settings/data");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download your data" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(new RegExp(`^throng-${username}-\\d{4}-\\d\\d-\\d\\d\\.json$`));
  expect(JSON.parse(await readFile(await download.path(), "utf8"))).toMatchObject({ account: { username } });

  await page.getByRole("button", { name: "Delete account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(`Type ${username} to confirm`).fill("someone else");
  await dialog.getByLabel("Your password").fill("not mine");
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(dialog.getByText(`must be ${username}`)).toBeVisible();
  await dialog.getByLabel(`Type ${username} to confirm`).fill(username);
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(dialog.getByText("is not your password")).toBeVisible();
  expect((await ann.get("/api/v1/users/me")).status).toBe(200);
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Delete for good" }).click();
  await expect(page).toHaveURL("/");
  expect((await ann.get("/api/v1/users/me")).status).toBe(401);
  expect((await page.context().cookies()).filter(({ name }) => name.includes("session"))).toEqual([]);
});
