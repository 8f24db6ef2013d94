import { newCredentials } from "@/server/testing/client";
import { expect, test } from "./fixtures";
import {
  bodiesOf,
  composerOf,
  expectBodies,
  isLive,
  join,
  logOf,
  messageWith,
  newRoom,
  open,
  register,
  say,
  write,
} from "./steps";

test("lets two people register, meet in a room and talk without reloading", async ({ visitor }) => {
  const [ann, ben] = [await visitor(), await visitor()];
  const [annAccount, benAccount] = [newCredentials("ann"), newCredentials("ben")];
  const name = `Garden ${annAccount.username}`;
  await register(ann, annAccount);
  await register(ben, benAccount);

  await ann.getByRole("button", { name: "New room" }).click();
  const dialog = ann.getByRole("dialog", { name: "New room" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Topic").fill("What grows where");
  await dialog.getByRole("button", { name: "Create room" }).click();
  await expect(ann.getByRole("heading", { name, level: 1 })).toBeVisible();

  await ben.getByRole("link", { name: "Discover" }).click();
  await ben.getByRole("button", { name: `Join ${name}` }).click();
  await expect(ben.getByRole("heading", { name, level: 1 })).toBeVisible();
  await expect(ben.getByRole("navigation", { name: "Your rooms" }).getByRole("link", { name })).toBeVisible();

  await write(ann, "Who waters today?");
  await expectBodies(ben, ["Who waters today?"]);
  await write(ben, "Me, at six.");
  await expectBodies(ann, ["Who waters today?", "Me, at six."]);

  await composerOf(ann).pressSequentially("Thank y");
  await expect(ben.getByText(`${annAccount.username} is typing`)).toBeVisible();
  await composerOf(ann).pressSequentially("ou!");
  await composerOf(ann).press("Enter");
  const all = ["Who waters today?", "Me, at six.", "Thank you!"];
  await expectBodies(ben, all);
  await expectBodies(ann, all);
  await expect(ben.getByText(`${annAccount.username} is typing`)).toHaveCount(0);
});

test("shows what several write at once in the same order to all", async ({ member }) => {
  const [ann, ben] = [await member("ann"), await member("ben")];
  const room = await newRoom(ann, "Crowded");
  await join(room, ben);
  await Promise.all([open(ann.page, `/rooms/${room.id}`), open(ben.page, `/rooms/${room.id}`)]);
  const numbers = [1, 2, 3, 4, 5, 6];
  const talk = async (page: typeof ann.page, who: string) => {
    for (const number of numbers) await write(page, `${who} ${number}`);
  };
  await Promise.all([talk(ann.page, "ann"), talk(ben.page, "ben")]);
  for (const page of [ann.page, ben.page]) {
    await expect(logOf(page).locator("[data-seq]")).toHaveCount(2 * numbers.length);
    await expect(logOf(page).locator("[data-pending]")).toHaveCount(0);
  }
  const seen = await bodiesOf(ann.page).allInnerTexts();
  await expectBodies(ben.page, seen);
  for (const who of ["ann", "ben"]) {
    expect(seen.filter((body) => body.startsWith(who))).toEqual(numbers.map((number) => `${who} ${number}`));
  }
});

test("tells a mentioned member on another page by badge and toast, which lead to the message", async ({ member }) => {
  const [ann, ben] = [await member("ann"), await member("ben")];
  const room = await newRoom(ann, "Workshop");
  await join(room, ben);
  await open(ben.page, "/notifications");
  await open(ann.page, `/rooms/${room.id}`);
  await expect(ben.page.getByRole("button", { name: "Notifications", exact: true })).toBeVisible();

  await composerOf(ann.page).pressSequentially(`Morning @${ben.username.slice(0, 5)}`);
  await ann.page.getByRole("option", { name: ben.username }).waitFor();
  await composerOf(ann.page).press("Enter");
  await composerOf(ann.page).pressSequentially("have you seen the saw?");
  await composerOf(ann.page).press("Enter");

  await expect(ben.page.getByRole("button", { name: "Notifications, 1 unread" })).toBeVisible();
  await expect(ben.page.getByRole("main").getByText(`${ann.username} mentioned you in Workshop`)).toBeVisible();
  const toast = ben.page.getByRole("dialog", { name: `${ann.username} mentioned you in Workshop` });
  await toast.getByRole("button", { name: "Open" }).click();
  const message = messageWith(ben.page, "have you seen the saw?");
  await expect(message).toBeInViewport();
  await expect(ben.page).toHaveURL(new RegExp(`/rooms/${room.id}`));
});

test("leads from a notification to a message far up in the room", async ({ member }) => {
  const [ann, ben] = [await member("ann"), await member("ben")];
  const room = await newRoom(ann, "Archive");
  await join(room, ben);
  await say(ann, room, `@${ben.username} read this first`);
  for (let number = 1; number <= 120; number++) await say(ann, room, `Line ${number}`);
  await open(ben.page, "/rooms");
  await ben.page.getByRole("button", { name: "Notifications, 1 unread" }).click();
  await ben.page.getByRole("dialog", { name: "Notifications" }).getByRole("link", { name: "read this first" }).click();
  await expect(messageWith(ben.page, "read this first")).toBeInViewport();
  await expect(ben.page.getByRole("button", { name: "Notifications", exact: true })).toBeVisible();
});

test("shows an edit, a deletion and a reply to the other at once", async ({ member }) => {
  const [ann, ben] = [await member("ann"), await member("ben")];
  const room = await newRoom(ann, "Kitchen");
  await join(room, ben);
  await say(ann, room, "Soup at noon");
  await say(ann, room, "Bring bowls");
  await Promise.all([open(ann.page, `/rooms/${room.id}`), open(ben.page, `/rooms/${room.id}`)]);

  await messageWith(ann.page, "Soup at noon").hover();
  await ann.page.getByRole("button", { name: "Edit" }).click();
  await ann.page.getByRole("textbox", { name: "Edit message" }).fill("Soup at one");
  await ann.page.getByRole("textbox", { name: "Edit message" }).press("Enter");
  await expectBodies(ben.page, ["Soup at one", "Bring bowls"]);
  await expect(messageWith(ben.page, "Soup at one").getByText("edited")).toBeVisible();

  await messageWith(ben.page, "Soup at one").hover();
  await expect(ben.page.getByRole("button", { name: "Edit" })).toHaveCount(0);
  await ben.page.getByRole("button", { name: "Reply" }).click();
  await write(ben.page, "I will be there");
  const reply = messageWith(ann.page, "I will be there");
  await expect(reply.getByRole("button", { name: /^In reply to/ })).toContainText("Soup at one");

  await messageWith(ann.page, "Bring bowls").hover();
  await ann.page.getByRole("button", { name: "Delete" }).click();
  await ann.page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expectBodies(ben.page, ["Soup at one", "I will be there"]);
  await expect(logOf(ben.page).getByText("Message deleted")).toBeVisible();
  await ben.page.reload();
  await isLive(ben.page);
  await expectBodies(ben.page, ["Soup at one", "I will be there"]);
});

test("counts in the list of rooms what is unread, until it is read", async ({ member }) => {
  const [ann, ben] = [await member("ann"), await member("ben")];
  const [quiet, busy] = [await newRoom(ann, "Quiet"), await newRoom(ann, "Busy")];
  await join(quiet, ben);
  await join(busy, ben);
  await open(ben.page, "/rooms");
  const links = ben.page.getByRole("navigation", { name: "Your rooms" });
  await expect(links.getByRole("link", { name: "Busy", exact: true })).toBeVisible();
  await say(ann, busy, "One");
  await say(ann, busy, "Two");
  await expect(links.getByRole("link", { name: "Busy 2 unread" })).toBeVisible();
  await expect(ben.page.getByRole("main").getByRole("listitem").filter({ hasText: "Busy" })).toContainText("2 unread");
  await expect(ben.page.getByRole("main").getByText(`${ann.username}: Two`)).toBeVisible();
  await expect(links.getByRole("link", { name: "Quiet", exact: true })).toBeVisible();

  await links.getByRole("link", { name: "Busy 2 unread" }).click();
  await expectBodies(ben.page, ["One", "Two"]);
  await expect(links.getByRole("link", { name: "Busy", exact: true })).toBeVisible();
  await say(ann, busy, "Three");
  await expectBodies(ben.page, ["One", "Two", "Three"]);
  await expect.poll(async () => (await ben.get<{ unread: number }>(`/api/v1/rooms/${busy.id}`)).body.unread).toBe(0);
  await expect(links.getByRole("link", { name: "Busy", exact: true })).toBeVisible();
});
