import { newClient, newCredentials, newDevice } from "@/server/testing/client";
import { expect, test } from "./fixtures";
import { expectSound } from "./looks";
import { open } from "./steps";

const PAGES = ["/admin", "/admin/users", "/admin/rate-limits", "/admin/ip-blocks", "/admin/cache", "/admin/tasks"];

test("is sound for everyone, wide and narrow, light and dark", async ({ admin, member }) => {
  test.slow();
  const ann = await member("ann");
  for (const path of [...PAGES, "/admin/users?q=nobody-at-all", `/admin/users/${ann.id}`]) {
    await open(admin.page, path);
    await expectSound(admin.page);
  }
});

test("is not there for members, and asks visitors to sign in", async ({ member, browser, server }) => {
  const ann = await member("ann");
  const visitor = await browser.newPage({ baseURL: server.url });
  for (const path of [...PAGES, `/admin/users/${ann.id}`]) {
    const answer = await ann.page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(ann.page.getByRole("heading", { name: "Nobody here" })).toBeVisible();
    expect(await answer?.text(), path).not.toContain(ann.email);
    await visitor.goto(path);
    await expect(visitor).toHaveURL(`/login?next=${encodeURIComponent(path)}`);
  }
  await visitor.close();
});

test("finds members, and deactivates and activates several at once", async ({ admin, server }) => {
  const mark = `bulk${Date.now()}`;
  const accounts = [1, 2, 3].map((number) => newCredentials(`${mark}-${number}`));
  for (const account of accounts) {
    expect((await newClient(server.url).post("/api/v1/auth/register", account)).status).toBe(201);
  }
  const { page } = admin;
  await open(page, "/admin/users");
  await page.getByRole("searchbox", { name: "Search by user name or e-mail" }).fill(mark.toUpperCase());
  await page.keyboard.press("Enter");
  const rows = page.getByRole("table", { name: "Members" }).getByRole("row");
  await expect(rows).toHaveCount(1 + accounts.length);
  for (const { username } of accounts.slice(0, 2)) {
    await page.getByRole("checkbox", { name: `Select ${username}` }).click();
  }
  await page.getByRole("button", { name: "Deactivate 2" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Deactivate" }).click();
  await expect(rows.filter({ hasText: "Deactivated" })).toHaveCount(2);

  await page.getByRole("combobox", { name: "State" }).selectOption("deactivated");
  await expect(rows).toHaveCount(3);
  await page.getByRole("checkbox", { name: "Select all that are shown" }).click();
  await page.getByRole("button", { name: "Activate 2" }).click();
  await expect(page.getByText("Nobody like that")).toBeVisible();
  await page.getByRole("combobox", { name: "State" }).selectOption("active");
  await expect(rows).toHaveCount(4);
});

test("goes on to the next page of members", async ({ admin, server }) => {
  const mark = `page${Date.now()}`;
  for (let number = 0; number < 51; number++) {
    await newClient(server.url).post("/api/v1/auth/register", newCredentials(`${mark}-${number}`));
  }
  await open(admin.page, `/admin/users?q=${mark}`);
  const rows = admin.page.getByRole("table", { name: "Members" }).getByRole("row");
  await expect(rows).toHaveCount(51);
  await admin.page.getByRole("button", { name: "More members" }).click();
  await expect(rows).toHaveCount(52);
  await expect(admin.page.getByRole("button", { name: "More members" })).toHaveCount(0);
});

test("changes one member: role, limits, sessions, and whether they may come in", async ({ admin, member, server }) => {
  const ann = await member("ann");
  const phone = await newDevice(server.url, ann);
  const { page } = admin;
  await open(page, `/admin/users/${ann.id}`);
  await page.getByRole("button", { name: "Make admin" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Make admin" }).click();
  await expect(page.getByRole("button", { name: "Make member" })).toBeVisible();
  expect((await ann.get("/api/v1/admin/stats")).status).toBe(200);
  await page.getByRole("button", { name: "Make member" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Take the role" }).click();
  await expect(page.getByRole("button", { name: "Make admin" })).toBeVisible();
  expect((await ann.get("/api/v1/admin/stats")).status).toBe(403);

  await page.getByRole("button", { name: "Override" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Limit" }).selectOption("settings");
  await dialog.getByLabel("Allow").fill("0");
  await dialog.getByRole("button", { name: "Set override" }).click();
  await expect(dialog.getByText("must be at least 1")).toBeVisible();
  await dialog.getByLabel("Allow").fill("2");
  await dialog.getByRole("button", { name: "Set override" }).click();
  const overrides = page.getByRole("region", { name: "Overrides" });
  await expect(overrides).toContainText("Changes of settings: 2 per minute");
  const rename = () => ann.patch("/api/v1/users/me", { displayName: "Ann" });
  expect([await rename(), await rename(), await rename()].map(({ status }) => status)).toEqual([200, 200, 429]);
  await page.getByRole("button", { name: "Reset counters" }).click();
  await expect(page.getByText("The counters are reset")).toBeVisible();
  expect((await rename()).status).toBe(200);
  await overrides.getByRole("button", { name: "Remove" }).click();
  await expect(overrides).toContainText("The general limits hold");

  const sessions = page.getByRole("region", { name: "Sessions" }).getByRole("listitem");
  await expect(sessions).toHaveCount(2);
  await sessions.first().getByRole("button", { name: "End" }).click();
  await expect(sessions).toHaveCount(1);
  await page.getByRole("button", { name: "Deactivate" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByRole("button", { name: "Activate", exact: true })).toBeVisible();
  for (const device of [ann, phone]) expect((await device.get("/api/v1/users/me")).status).toBe(401);
});

test("changes a limit and back, and shows who was refused and why", async ({ admin, member }) => {
  const ann = await member("ann");
  const { page } = admin;
  await open(page, "/admin/rate-limits");
  const limits = page.getByRole("table", { name: "Rate limits" });
  const row = limits.getByRole("row").filter({ hasText: "Changes of settings" });
  await row.getByRole("button", { name: "Change Changes of settings" }).click();
  const dialog = page.getByRole("dialog", { name: "Changes of settings" });
  await dialog.getByLabel("Allow").fill("1");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText("1 per minute");
  await expect(row).toContainText("by default 30 per minute");
  await ann.patch("/api/v1/users/me", { displayName: "Ann" });
  expect((await ann.patch("/api/v1/users/me", { displayName: "Ann" })).status).toBe(429);
  await expect(row.getByRole("cell").nth(3)).not.toHaveText("0");

  const refused = page.getByRole("table", { name: "Refused lately" }).getByRole("row").filter({ hasText: "Ann" });
  await expect(async () => {
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(refused.first()).toContainText("more than 1 per minute", { timeout: 10_000 });
  }).toPass();
  await row.getByRole("button", { name: "Change Changes of settings" }).click();
  await dialog.getByRole("button", { name: "Back to the default" }).click();
  await expect(row).toContainText("30 per minute");
  await expect(page.getByRole("region", { name: "History" })).toContainText("back to the default");
});

test("blocks an IP until the block is lifted, but never the admin's own", async ({ admin, server }) => {
  const { page } = admin;
  const outsider = newClient(server.url, "198.51.100.23");
  await open(page, "/admin/ip-blocks");
  const fill = async (range: string) => {
    await page.getByRole("button", { name: "Block", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Block an IP" });
    await dialog.getByLabel("IP or range").fill(range);
    await dialog.getByLabel("Reason").fill("Knocks all night");
    await dialog.getByRole("button", { name: "Block it" }).click();
    return dialog;
  };
  const own = await fill("127.0.0.0/8");
  await expect(own.getByText("This would block the IP you ask from")).toBeVisible();
  await own.getByLabel("IP or range").fill("not an IP");
  await own.getByRole("button", { name: "Block it" }).click();
  await expect(own.getByText("must be an IP or a range")).toBeVisible();
  await page.keyboard.press("Escape");
  expect((await outsider.get("/api/v1/online")).status).toBe(401);
  await fill("198.51.100.23");
  const row = page.getByRole("row").filter({ hasText: "198.51.100.23/32" });
  await expect(row).toContainText("Knocks all night");
  expect((await outsider.get("/api/v1/online")).status).toBe(403);
  await row.getByRole("button", { name: "Lift" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Lift" }).click();
  await expect(row).toHaveCount(0);
  expect((await outsider.get("/api/v1/online")).status).toBe(401);
});

test("empties one cache, or all", async ({ admin }) => {
  const { page } = admin;
  await open(page, "/admin/cache");
  const row = page.getByRole("row").filter({ hasText: "settings" });
  await row.getByRole("button", { name: "Clear settings" }).click();
  await expect(page.getByText("settings is cleared")).toBeVisible();
  // The message lies over the other button until it goes by itself.
  await expect(page.getByText("settings is cleared")).toBeHidden();
  await page.getByRole("button", { name: "Clear all" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Clear all" }).click();
  await expect(page.getByText("Every cache is cleared")).toBeVisible();
});
