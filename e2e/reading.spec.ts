import { expect, test } from "./fixtures";
import { expectSound } from "./looks";
import { composerOf, join, logOf, messageWith, newRoom, open, say, write } from "./steps";

test("shows under one's own newest message who has read it, and forgets who does not want to be seen", async ({
  member,
}) => {
  const [ann, bea] = [await member("ann"), await member("bea")];
  const room = await newRoom(ann, "Reading corner");
  await join(room, bea);
  await open(ann.page, `/rooms/${room.id}`);
  await write(ann.page, "has anyone seen my glasses");
  await expect(messageWith(ann.page, "glasses")).toBeVisible();
  const seen = logOf(ann.page).getByText(/^Seen by /);
  await expect(seen).toHaveCount(0);
  await open(bea.page, `/rooms/${room.id}`);
  await expect(seen).toHaveText(`Seen by ${bea.username}`);
  await expectSound(ann.page);
  await open(bea.page, "/settings/preferences");
  await bea.page.getByRole("switch", { name: "Show how far I have read" }).click();
  await expect(seen).toHaveCount(0);
  await ann.page.reload();
  await expect(messageWith(ann.page, "glasses")).toBeVisible();
  await expect(seen).toHaveCount(0);
});

test("counts down the messages that are left, from the start, and says when one can write again", async ({
  member,
  admin,
}) => {
  const ann = await member("ann");
  const room = await newRoom(ann, "Short breath");
  const override = { userId: ann.id, rateLimit: "chat", limit: 5, windowSeconds: 3_600 };
  const set = await admin.send("PUT", "/api/v1/admin/rate-limits/overrides", { json: override });
  expect(set.status, set.text).toBeLessThan(300);
  for (const body of ["one", "two", "three"]) await say(ann, room, body);
  await open(ann.page, `/rooms/${room.id}`);
  const hint = ann.page.getByRole("region", { name: "Room" }).getByRole("status");
  await expect(messageWith(ann.page, "three")).toBeVisible();
  await expect(hint).toHaveText("");
  await write(ann.page, "four");
  await expect(hint).toHaveText(/^1 message left, more from \d\d:\d\d$/);
  await ann.page.reload();
  await expect(hint).toHaveText(/^1 message left, more from \d\d:\d\d$/);
  await write(ann.page, "five");
  await expect(hint).toHaveText(/^No messages left\. You can write again at \d\d:\d\d\.$/);
  await write(ann.page, "six");
  await expect(logOf(ann.page).getByRole("alert")).toContainText("Not sent");
  await expect(hint).toHaveText(/^No messages left/);
  await expectSound(ann.page);
  await expect(composerOf(ann.page)).toBeEnabled();
});
