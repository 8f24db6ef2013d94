import { readFileSync } from "node:fs";
import { expect, test } from "./fixtures";
import { expectSound } from "./looks";
import { open } from "./steps";

test("shows a member what they did, with a chart and the same as a table", async ({ member }) => {
  const ann = await member("ann");
  await ann.send("PUT", "/api/v1/users/me/settings", { json: { theme: "system" } });
  await expect
    .poll(async () => (await ann.get<{ items: { action: string }[] }>("/api/v1/users/me/activity")).body.items.length)
    .toBeGreaterThan(2);
  await open(ann.page, "/settings");
  await ann.page.getByRole("link", { name: "Activity" }).click();
  await expect(ann.page.getByText("Signed in").first()).toBeVisible();
  await expect(ann.page.getByText("Changed settings")).toBeVisible();
  await expect(ann.page.locator(".recharts-surface").first()).toBeVisible();
  await ann.page.getByText("Sign-ins by day as a table").click();
  await expect(ann.page.getByRole("table", { name: "Sign-ins by day" }).getByRole("row")).toHaveCount(31);
  await expectSound(ann.page);

  await ann.page.getByLabel("Which days").selectOption("7");
  await expect(ann.page).toHaveURL(/days=7/);
  await ann.page.getByText("Sign-ins by day as a table").click();
  await expect(ann.page.getByRole("table", { name: "Sign-ins by day" }).getByRole("row")).toHaveCount(8);
  await ann.page.getByLabel("Which activity").selectOption("chat");
  await expect(ann.page.getByText("Nothing yet")).toBeVisible();
});

test("shows an admin the instance, what was done, and the audit log with what changed", async ({ admin, member }) => {
  const ben = await member("ben");
  for (const role of ["admin", "user"]) await admin.patch(`/api/v1/admin/users/${ben.id}`, { role });
  await open(admin.page, "/admin/analytics");
  await expect(admin.page.getByRole("heading", { name: "Analytics" })).toBeVisible();
  await expect(admin.page.locator(".recharts-surface").first()).toBeVisible();
  await expectSound(admin.page);

  await admin.page.getByRole("link", { name: "Audit log" }).click();
  await admin.page.getByLabel("Which action").selectOption("account.role_changed");
  const rows = admin.page.getByRole("table", { name: "Audit log" }).getByRole("row");
  await expect(rows.nth(1)).toContainText(/Role\s*admin\s*user/);
  await rows.nth(1).getByRole("link", { name: ben.username }).click();
  await expect(admin.page.getByText(`Done to ${ben.username}`)).toBeVisible();
  await expect(rows.filter({ hasText: "Signed in" })).toHaveCount(1);
  await expectSound(admin.page);

  const downloading = admin.page.waitForEvent("download");
  await admin.page.getByRole("link", { name: "CSV" }).click();
  const file = await downloading;
  expect(file.suggestedFilename()).toMatch(/^audit-[\d-]+\.csv$/);
  expect(readFileSync(await file.path(), "utf8")).toContain("account.role_changed");

  await admin.page.getByRole("link", { name: "Activity", exact: true }).click();
  await expect(admin.page.getByRole("heading", { name: "Activity" })).toBeVisible();
  await expect(admin.page.getByRole("row", { name: /Signed in/ }).first()).toBeVisible();
  await expectSound(admin.page);
  await admin.page.getByLabel("From", { exact: true }).fill("2001-01-01");
  await admin.page.getByLabel("To", { exact: true }).fill("2001-01-02");
  await expect(admin.page.getByText("No activity")).toBeVisible();
});
