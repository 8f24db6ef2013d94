import { expect, test } from "./fixtures";
import { expectSound } from "./looks";
import { open } from "./steps";

test("shows what is done by the clock, runs it now, and tells how it went", async ({ admin }) => {
  const { page } = admin;
  await open(page, "/admin/tasks");
  const row = page.getByRole("row", { name: /Back up the database/ });
  await expect(row).toContainText("not yet");
  await expect(page.getByRole("row", { name: /Ping connections/ })).toContainText("every 30 seconds");
  await expectSound(page);
  await row.getByRole("button", { name: /Run now/ }).click();
  await expect(row.getByText("Done")).toBeVisible();
  await expect(row).toContainText(/throng-.*\.sql\.gz/);
  await row.getByRole("button", { name: /^Runs/ }).click();
  await expect(page.getByRole("dialog", { name: "Back up the database" })).toContainText("asked for by");
  await expectSound(page);
});
