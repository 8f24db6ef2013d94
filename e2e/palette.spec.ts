import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { expectSound, NARROW, WIDE } from "./looks";
import { isLive, join, newRoom, open, say } from "./steps";

const paletteOf = (page: Page) => page.getByRole("dialog", { name: "Search or jump to" });
const optionsOf = (page: Page) => paletteOf(page).getByRole("option");
const chosenOf = (page: Page) => paletteOf(page).locator("[role=option][data-highlighted]");

/** Opens the palette with its key and types. */
async function ask(page: Page, text: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Search or jump to" })).toBeFocused();
  await page.keyboard.type(text);
}

test("leads to a room and to a page of the settings by the keyboard alone", async ({ member }) => {
  const [ann, ben] = [await member("ann"), await member("ben")];
  const [garden, shed] = [await newRoom(ben, "Rose garden"), await newRoom(ben, "Garden shed")];
  await join(garden, ann);
  await join(shed, ann);
  await say(ben, garden, "Who waters today?");
  const { page } = ann;
  await open(page, "/notifications");
  await ask(page, "gard");
  await expect(optionsOf(page)).toHaveText([
    /^Garden shed/,
    /^Rose garden/,
    /^Look for “gard” among public rooms/,
    /^Look for “gard” among your listings/,
  ]);
  await expect(optionsOf(page).filter({ hasText: "Rose garden" })).toContainText("1 unread");
  await expect(chosenOf(page)).toHaveText(/^Garden shed/);
  await page.keyboard.press("ArrowDown");
  await expect(chosenOf(page)).toHaveText(/^Rose garden/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Rose garden", level: 1 })).toBeVisible();
  await expect(paletteOf(page)).toHaveCount(0);
  await expect(page.getByRole("main")).toBeFocused();

  await ask(page, "settings sec");
  await expect(chosenOf(page)).toHaveText(/^Security/);
  await page.keyboard.press("Enter");
  await page.waitForURL("/settings/security");
});

test("keeps what is typed before it is there", async ({ member }) => {
  const { page } = await member("ann");
  // As on a slow line: the window comes after the letters.
  await page.route(/\/_next\/static\/chunks\//, async (route) => {
    await new Promise((done) => setTimeout(done, 300));
    await route.continue();
  });
  await open(page, "/notifications");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("settings secx");
  await page.keyboard.press("Backspace");
  await expect(paletteOf(page).getByRole("combobox")).toHaveValue("settings sec");
  await expect(chosenOf(page)).toHaveText(/^Security/);
});

test("closes with Escape and gives the focus back, by key and by button", async ({ member }) => {
  const { page } = await member("ann");
  await open(page, "/rooms");
  const button = page.getByRole("button", { name: "New room" });
  await button.focus();
  await ask(page, "any");
  await page.keyboard.press("Escape");
  await expect(paletteOf(page)).toHaveCount(0);
  await expect(button).toBeFocused();
  const bar = page.getByRole("button", { name: /^Search or jump to/ });
  await bar.focus();
  await page.keyboard.press("Enter");
  await expect(paletteOf(page).getByRole("combobox")).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(bar).toBeFocused();
});

test("begins without words when it opens again while it is still closing", async ({ member }) => {
  const { page } = await member("ann");
  await open(page, "/rooms");
  await ask(page, "settings");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Search or jump to" })).toHaveValue("");
  await page.keyboard.type("secur");
  await expect(chosenOf(page)).toHaveText(/^Security/);
});

test("writes to someone who is online, changes the theme and signs out", async ({ member }) => {
  const [ann, ben] = [await member("ann"), await member("ben")];
  await open(ben.page, "/rooms");
  const { page } = ann;
  await open(page, "/notifications");
  await ask(page, `write ${ben.username}`);
  await expect(chosenOf(page)).toHaveAccessibleName(`Write to ${ben.username}`);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: ben.username, level: 1 })).toBeVisible();

  await ask(page, "dark");
  await expect(chosenOf(page)).toHaveText("Dark theme");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");

  await ask(page, "sign out");
  await expect(chosenOf(page)).toHaveText("Sign out");
  await page.keyboard.press("Enter");
  await page.waitForURL("/");
  await expect(page.getByRole("heading", { name: "Good company," })).toBeVisible();
});

test("offers the dashboard to admins only", async ({ member, admin }) => {
  const { page } = await member("ann");
  await open(page, "/rooms");
  await ask(page, "audit");
  await expect(optionsOf(page)).toHaveText([
    /^Look for “audit” among public rooms/,
    /^Look for “audit” among your listings/,
  ]);
  await open(admin.page, "/rooms");
  await ask(admin.page, "audit");
  await admin.page.keyboard.press("Enter");
  await admin.page.waitForURL("/admin/audit");
  await isLive(admin.page);
});

test("finds nothing wrong in the palette", async ({ member }) => {
  const ann = await member("ann");
  await newRoom(ann, "Orchard");
  const { page } = ann;
  await page.setViewportSize(NARROW);
  await open(page, "/rooms");
  await page.getByRole("button", { name: "Search or jump to" }).click();
  await expect(optionsOf(page).filter({ hasText: "Orchard" })).toBeVisible();
  await expectSound(page);
  await page.setViewportSize(WIDE);
  await page.keyboard.type("set");
  await expect(optionsOf(page).filter({ hasText: "Security" })).toBeVisible();
  await expectSound(page, [WIDE]);
});
