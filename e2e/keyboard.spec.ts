import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { composerOf, expectBodies, isLive, messageWith, open } from "./steps";
import { village } from "./village";

test("leads the keyboard from the skip link through a room to a message", async ({ member }) => {
  const { page } = await member("ann");
  await open(page, "/rooms");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "New room" })).toBeFocused();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "New room" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "New room" })).toBeFocused();
  await page.keyboard.press("Enter");
  await tabTo(page, dialog.getByLabel("Name"));
  await page.keyboard.type("By hand");
  await tabTo(page, dialog.getByRole("radio", { name: /^Public/ }));
  await page.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("radio", { name: /^Private/ })).toBeChecked();
  await tabTo(page, dialog.getByRole("button", { name: "Create room" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "By hand", level: 1 })).toBeVisible();

  await tabTo(page, composerOf(page));
  await page.keyboard.type("First");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Second");
  await page.keyboard.press("Enter");
  await expectBodies(page, ["First", "Second"]);
  await page.keyboard.press("Shift+Tab");
  await expect(messageWith(page, "Second")).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(messageWith(page, "First")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Reply" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(composerOf(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("textbox", { name: "Edit message" })).toBeFocused();
  await page.keyboard.type(", again");
  await page.keyboard.press("Enter");
  await expectBodies(page, ["First", "Second, again"]);
  await expect(composerOf(page)).toBeFocused();
});

test("gives the focus back when a panel or a popover closes with Escape", async ({ member }) => {
  const { ann, room } = await village(member);
  const { page } = ann;
  await open(page, `/rooms/${room.id}`);
  const members = page.getByRole("button", { name: /^Members:/ });
  await members.focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Members" });
  await expect(members).toHaveAttribute("aria-expanded", "true");
  await tabTo(page, panel.getByLabel("Invite by user name"));
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
  await expect(members).toBeFocused();
  await expect(members).toHaveAttribute("aria-expanded", "false");

  const bell = page.getByRole("button", { name: /^Notifications/ });
  await bell.focus();
  await page.keyboard.press("Enter");
  const popover = page.getByRole("dialog", { name: "Notifications" });
  await expect(popover).toBeVisible();
  await expect(popover.locator(":focus")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await expect(popover).toHaveCount(0);
  await expect(bell).toBeFocused();
});

test("signs in with the keyboard alone, in the order of the page", async ({ member, visitor }) => {
  const ann = await member("ann");
  const page = await visitor();
  await page.goto("/login");
  await tabTo(page, page.getByLabel("User name or e-mail"));
  await page.keyboard.type(ann.username);
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Password")).toBeFocused();
  await page.keyboard.type(ann.password);
  await tabTo(page, page.getByRole("link", { name: "Forgot your password?" }));
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.waitForURL("/rooms");
  await isLive(page);
});

/** Presses Tab until `target` has the focus; it must come within the stops a page has. */
async function tabTo(page: Page, target: ReturnType<typeof composerOf>): Promise<void> {
  for (let stops = 0; stops < 40; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}
