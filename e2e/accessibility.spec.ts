import { expect, test } from "./fixtures";
import { expectSound, NARROW, WIDE } from "./looks";
import { composerOf, logOf, messageWith, open } from "./steps";
import { village } from "./village";

for (const [path, heading] of [
  ["/", "Good company,"],
  ["/login?ended=1", "Welcome back"],
  ["/register", "Join in"],
  ["/first-admin/a-token-that-was-never-printed", "Make it yours"],
  ["/nowhere", "Nobody here"],
] as const) {
  test(`finds nothing wrong on ${path}`, async ({ visitor }) => {
    const page = await visitor();
    await page.goto(path);
    await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
    await expectSound(page);
  });
}

test("finds nothing wrong on refused forms", async ({ visitor }) => {
  const page = await visitor();
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

test("announces what is said and names the log", async ({ member }) => {
  const { ann, room } = await village(member);
  await open(ann.page, `/rooms/${room.id}`);
  await expect(logOf(ann.page)).toHaveAttribute("aria-live", "polite");
  await expect(logOf(ann.page)).toHaveAccessibleName("Messages");
  await expect(messageWith(ann.page, "Mine")).toHaveAccessibleName(/^ann-/);
  await expect(composerOf(ann.page)).toHaveAccessibleName(`Message to ${room.name}`);
});
