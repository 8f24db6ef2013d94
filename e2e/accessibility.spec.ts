import type { Page } from "@playwright/test";
import { expect, test, type Visitor } from "./fixtures";
import { expectSound, NARROW, WIDE } from "./looks";
import { composerOf, expectBodies, isLive, join, logOf, messageWith, newRoom, open, say } from "./steps";

for (const [path, heading] of [
  ["/", "Good company,"],
  ["/login?ended=1", "Welcome back"],
  ["/register", "Join in"],
  ["/first-admin/a-token-that-was-never-printed", "Make it yours"],
  ["/nowhere", "Nobody here"],
] as const) {
  test(`finds nothing wrong on ${path}`, async ({ stranger }) => {
    const page = await stranger();
    await page.goto(path);
    await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
    await expectSound(page);
  });
}

test("finds nothing wrong on refused forms", async ({ stranger }) => {
  const page = await stranger();
  await page.goto("/login");
  await page.getByLabel("User name or e-mail").fill("nobody");
  await page.getByLabel("Password").fill("nothing at all");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toBeVisible();
  await expectSound(page);
  await page.goto("/register");
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByLabel("User name")).toHaveAttribute("aria-invalid", "true");
  await expectSound(page);
});

test("finds nothing wrong on a member's pages, empty", async ({ member }) => {
  const { page } = await member("ann");
  await open(page, "/rooms");
  await expect(page.getByText("You are in no room yet")).toBeVisible();
  await expectSound(page);
  await page.getByRole("button", { name: "New room" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Create room" }).click();
  await expect(page.getByRole("dialog").getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await expectSound(page);
  await open(page, "/notifications");
  await expect(page.getByRole("main").getByText("Nothing yet")).toBeVisible();
  await expectSound(page);
});

test("finds nothing wrong on a member's pages, full", async ({ member }) => {
  const { ann } = await village(member);
  await open(ann.page, "/rooms");
  await expect(ann.page.getByRole("heading", { name: "Invitations" })).toBeVisible();
  await expectSound(ann.page);
  await open(ann.page, "/rooms?scope=discover");
  await expect(ann.page.getByRole("main").getByRole("button", { name: /^Join/ }).first()).toBeVisible();
  await expectSound(ann.page);
  await open(ann.page, "/notifications");
  await expect(ann.page.getByRole("main").getByRole("listitem")).toHaveCount(2);
  await expectSound(ann.page);
  await ann.page.getByRole("button", { name: "Notifications, 2 unread" }).click();
  await expect(ann.page.getByRole("dialog", { name: "Notifications" })).toBeVisible();
  await expectSound(ann.page, [WIDE]);
});

test("finds nothing wrong in a room and what opens in it", async ({ member }) => {
  const { ann, ben, room } = await village(member);
  const { page } = ann;
  await open(page, `/rooms/${room.id}`);
  await expect(messageWith(page, "A quote")).toBeVisible();
  await expectSound(page);
  await messageWith(page, "Mine").hover();
  await expect(page.getByRole("button", { name: "Reply" })).toBeVisible();
  await composerOf(page).fill(`@${ben.username.slice(0, 4)}`);
  await expect(page.getByRole("option", { name: ben.username })).toBeVisible();
  await expectSound(page, [WIDE]);
  await composerOf(page).fill("");
  await page.getByRole("button", { name: /^Members/ }).click();
  await expect(page.getByRole("complementary", { name: "Members" })).toBeVisible();
  await expectSound(page);
});

test("finds nothing wrong while a message is rewritten or someone is removed", async ({ member }) => {
  const { ann, ben, room } = await village(member);
  const { page } = ann;
  await open(page, `/rooms/${room.id}`);
  await messageWith(page, "Mine").hover();
  await page.getByRole("button", { name: "Edit" }).click();
  await expect(page.getByRole("textbox", { name: "Edit message" })).toBeFocused();
  await expectSound(page, [WIDE]);
  await page.keyboard.press("Escape");
  await page.setViewportSize(NARROW);
  await page.getByRole("button", { name: /^Members/ }).click();
  await page.getByRole("button", { name: `Remove ${ben.username}` }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectSound(page, [NARROW]);
});

test("finds nothing wrong where a member may not or not yet be", async ({ member }) => {
  const { ann, other, room, ben } = await village(member);
  await open(ann.page, `/rooms/${other.id}`);
  await expect(ann.page.getByRole("button", { name: "Accept the invitation" })).toBeVisible();
  await expectSound(ann.page);
  await open(ben.page, `/rooms/${room.id}`);
  expect((await ann.delete(`/api/v1/rooms/${room.id}/members/${ben.id}`)).status).toBe(204);
  await expect(ben.page.getByText("You are not in this room any more")).toBeVisible();
  await expectSound(ben.page);
});

test("finds nothing wrong in menus and drawers", async ({ member }) => {
  const { page } = await member("ann");
  await open(page, "/notifications");
  await page.getByRole("button", { name: /Account$/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await expectSound(page, [WIDE]);
  await page.keyboard.press("Escape");
  await page.setViewportSize(NARROW);
  await page.getByRole("button", { name: /^Who is online/ }).click();
  await expect(page.getByRole("dialog", { name: /online$/ })).toBeVisible();
  await expectSound(page, [NARROW]);
});

test("finds nothing wrong on the dashboard", async ({ admin }) => {
  await open(admin.page, "/admin");
  await expect(admin.page.getByRole("heading", { name: "Overview" })).toBeVisible();
  await expectSound(admin.page);
});

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

test("signs in with the keyboard alone, in the order of the page", async ({ member, stranger }) => {
  const ann = await member("ann");
  const page = await stranger();
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

test("announces what is said and names the log", async ({ member }) => {
  const { ann, room } = await village(member);
  await open(ann.page, `/rooms/${room.id}`);
  await expect(logOf(ann.page)).toHaveAttribute("aria-live", "polite");
  await expect(logOf(ann.page)).toHaveAccessibleName("Messages");
  await expect(messageWith(ann.page, "Mine")).toHaveAccessibleName(/^ann-/);
  await expect(composerOf(ann.page)).toHaveAccessibleName(`Message to ${room.name}`);
});

/** Presses Tab until `target` has the focus; it must come within the stops a page has. */
async function tabTo(page: Page, target: ReturnType<typeof composerOf>): Promise<void> {
  for (let stops = 0; stops < 40; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(target).toBeFocused();
}

/** A room of ann and ben where all kinds of things were said, and another one that ann is invited to. */
async function village(member: (name: string) => Promise<Visitor>) {
  const [ann, ben] = [await member("ann"), await member("ben")];
  const room = await newRoom(ann, "Village");
  await join(room, ben);
  await say(ann, room, "Mine");
  const gone = await say(ben, room, "Gone");
  await ben.delete(`/api/v1/rooms/${room.id}/messages/${gone.id}`);
  await say(
    ben,
    room,
    `> A quote\n\n**bold** \`code\` [link](https://example.org)\n\n1. one\n\n\`\`\`\n${"long ".repeat(60)}\n\`\`\``,
  );
  await say(ben, room, `@${ann.username} ${"anunbrokenword".repeat(30)}`);
  const other = await newRoom(ben, "Next village", "private");
  await ben.post(`/api/v1/rooms/${other.id}/members`, { userId: ann.id });
  return { ann, ben, room, other };
}
