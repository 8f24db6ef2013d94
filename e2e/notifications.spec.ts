import { expect, test } from "./fixtures";
import { expectSound } from "./looks";
import { join, newRoom, open, say } from "./steps";

test("shows several mentions as one, and how it was delivered", async ({ member }) => {
  const [ann, ben, cat] = [await member("ann"), await member("ben"), await member("cat")];
  const room = await newRoom(ann, "Workshop");
  await join(room, ben, cat);
  await open(ann.page, "/notifications");
  await say(ben, room, `@${ann.username} the saw`);
  const main = ann.page.getByRole("main");
  await expect(main.getByText(`${ben.username} mentioned you in Workshop`)).toBeVisible();
  await say(cat, room, `@${ann.username} and the plane`);
  await expect(main.getByText(`${cat.username} and ${ben.username} mentioned you in Workshop`)).toBeVisible();
  await expect(main.getByRole("listitem")).toHaveCount(1);
  await expect(ann.page.getByRole("button", { name: "Notifications, 1 unread" })).toBeVisible();
  await main.getByRole("button", { name: /^How .* was delivered$/ }).click();
  const detail = ann.page.getByRole("dialog", { name: "How it was delivered" });
  await expect(detail.getByRole("listitem").nth(0)).toContainText(/In the app\s*Delivered/);
  await expect(detail.getByRole("listitem").nth(1)).toContainText(
    /Mail\s*Off\s*The e-mail address is not confirmed yet/,
  );
  await expect(detail.getByRole("listitem").nth(2)).toContainText("No browser is signed up");
});

test("keeps what is switched off out of the list, and finds it under what is not shown", async ({ member }) => {
  const [ann, ben] = [await member("ann"), await member("ben")];
  await open(ann.page, "/settings/notifications");
  const box = ann.page.getByRole("checkbox", { name: "Invitations: In the app" });
  const saved = ann.page.waitForResponse((answer) => answer.url().endsWith("/notification-preferences"));
  await box.click();
  expect((await saved).status()).toBe(200);
  await expect(ann.page.getByRole("checkbox", { name: "Security: In the app" })).toBeDisabled();
  const room = await newRoom(ben, "Cellar", "private");
  await ben.post(`/api/v1/rooms/${room.id}/members`, { username: ann.username });
  await open(ann.page, "/notifications");
  const main = ann.page.getByRole("main");
  await expect(main.getByText("Nothing yet")).toBeVisible();
  await main.getByRole("link", { name: "Not shown" }).click();
  await expect(main.getByText(`${ben.username} invites you to Cellar`)).toBeVisible();
  await main.getByLabel("Which type").selectOption("Mentions");
  await expect(main.getByText(`${ben.username} invites you to Cellar`)).toBeHidden();
  await open(ann.page, "/settings/notifications");
  await expect(box).not.toBeChecked();
});

test("keeps quiet hours and a digest, in the time zone of the browser", async ({ member }) => {
  const { page } = await member("ann");
  await open(page, "/settings/notifications");
  await page.getByRole("switch", { name: "Keep quiet at certain hours" }).click();
  await page.getByLabel("Until").fill("06:30");
  await page.getByLabel("Until").blur();
  await page.getByText("Every morning").click();
  await expectSound(page);
  await expect(page.getByText(/^Hours and mornings are those of/)).toBeVisible();
  await open(page, "/settings/notifications");
  await expect(page.getByLabel("Until")).toHaveValue("06:30");
  await expect(page.getByRole("radio", { name: /Every morning/ })).toBeChecked();
});

test("announces to open pages, and takes it back from them", async ({ admin, member }) => {
  const ann = await member("ann");
  await open(ann.page, "/notifications");
  await open(admin.page, "/admin/announcements");
  await admin.page.getByRole("button", { name: "Announce" }).click();
  const dialog = admin.page.getByRole("dialog", { name: "Announce something" });
  await dialog.getByLabel("Title").fill("Cake in the kitchen");
  await dialog.getByLabel("Leads to").fill("https://elsewhere.example");
  await dialog.getByRole("button", { name: "Announce it" }).click();
  await expect(dialog.getByLabel("Leads to")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Leads to").fill("/rooms");
  await dialog.getByRole("button", { name: "Announce it" }).click();
  const main = ann.page.getByRole("main");
  await expect(main.getByText("Cake in the kitchen")).toBeVisible();
  await expect(ann.page.getByRole("button", { name: "Notifications, 1 unread" })).toBeVisible();
  await expect(admin.page.getByRole("row", { name: /Cake in the kitchen/ })).toContainText("Sent");
  await expectSound(admin.page);
  await admin.page.getByRole("button", { name: "Recall Cake in the kitchen" }).click();
  await admin.page.getByRole("alertdialog").getByRole("button", { name: "Recall" }).click();
  await expect(main.getByText("Cake in the kitchen")).toBeHidden();
  await expect(ann.page.getByRole("button", { name: "Notifications", exact: true })).toBeVisible();
  await expect(admin.page.getByRole("row", { name: /Cake in the kitchen/ })).toContainText("Recalled");
});

test("lets what expires go from list and badge, while the page is open", async ({ admin, member }) => {
  const ann = await member("ann");
  await ann.page.clock.install();
  await open(ann.page, "/notifications");
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  const cake = { title: "Cake until two", audience: "member", username: ann.username, expiresAt };
  expect((await admin.post("/api/v1/admin/announcements", cake)).status).toBe(201);
  const main = ann.page.getByRole("main");
  await expect(main.getByText("Cake until two")).toBeVisible();
  await expect(ann.page.getByRole("button", { name: "Notifications, 1 unread" })).toBeVisible();
  await ann.page.clock.fastForward(3_700_000);
  await expect(main.getByText("Cake until two")).toBeHidden();
  await expect(ann.page.getByRole("button", { name: "Notifications", exact: true })).toBeVisible();
});

test("shows after a break what was read, deleted and taken back meanwhile", async ({ member }) => {
  const [ann, ben] = [await member("ann"), await member("ben")];
  const rooms = await Promise.all(["Attic", "Barn", "Cellar", "Den"].map((name) => newRoom(ben, name)));
  const mentions = [];
  for (const room of rooms) {
    await join(room, ann);
    mentions.push(await say(ben, room, `@${ann.username} look`));
  }
  await open(ann.page, "/notifications");
  const main = ann.page.getByRole("main");
  await expect(main.getByRole("listitem")).toHaveCount(4);
  await ann.context.setOffline(true);
  await expect(ann.page.getByText("No connection. Reconnecting")).toBeVisible();
  const list = await ann.get<{ items: { id: string; url: string }[] }>("/api/v1/users/me/notifications");
  const of = (n: number) =>
    `/api/v1/users/me/notifications/${list.body.items.find(({ url }) => url.includes(rooms[n]?.id ?? "-"))?.id}`;
  expect((await ann.post(`${of(0)}/read`, {})).status).toBe(200);
  expect((await ann.send("DELETE", of(1))).status).toBe(204);
  const taken = `/api/v1/rooms/${rooms[2]?.id}/messages/${mentions[2]?.id}`;
  expect((await ben.send("DELETE", taken)).status).toBe(200);
  await ann.context.setOffline(false);
  await expect(main.getByRole("listitem")).toHaveCount(2);
  await expect(main.getByText("in Barn")).toHaveCount(0);
  await expect(main.getByText("in Cellar")).toHaveCount(0);
  await expect(ann.page.getByRole("button", { name: "Notifications, 1 unread" })).toBeVisible();
  await expect(main.getByRole("listitem").filter({ hasText: "in Attic" })).not.toContainText("Unread");

  await open(ann.page, "/settings/notifications");
  const record = ann.page.getByRole("table", { name: "Notifications" });
  await expect(record.getByText("Deleted", { exact: true })).toBeVisible();
  await expect(record.getByText("Taken back", { exact: true })).toBeVisible();
  await expectSound(ann.page);
});
