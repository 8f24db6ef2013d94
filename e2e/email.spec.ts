import { newCredentials, PASSWORD } from "@/server/testing/client";
import { expect, test } from "./fixtures";
import { expectSound } from "./looks";
import { linkIn } from "./outbox";
import { open, register, signInHere } from "./steps";

test("moves an account to another email once its mail was opened", async ({ member, server }) => {
  const { page, username, email } = await member("ann");
  const next = `new-${username}@example.org`;
  await open(page, "/settings");
  await expect(page.getByText(email, { exact: true })).toBeVisible();
  await page.getByLabel("Address to confirm").fill(next);
  await page.getByLabel("Your password").fill(PASSWORD);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText(`A mail with a link is on its way to ${next}`)).toBeVisible();
  const link = await linkIn(server, next, "Confirm your new e-mail address");
  await page.goto(link);
  await page.getByRole("button", { name: "Confirm the address" }).click();
  await expect(page.getByRole("status")).toContainText(next);
  await page.getByRole("link", { name: "Go to your settings" }).click();
  await expect(page.getByText(next, { exact: true })).toBeVisible();
  await expect(page.getByLabel("New e-mail address")).toHaveValue("");
  await page.goto(link);
  await page.getByRole("button", { name: "Confirm the address" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "This link was used already" })).toBeVisible();
});

test("signs in by an email once it is confirmed, and says so until then", async ({ member, visitor, server }) => {
  const { page, email } = await member("ann");
  await open(page, "/settings");
  await expect(page.getByText("Not confirmed yet")).toBeVisible();
  await expectSound(page);
  const door = await visitor();
  await door.goto("/login");
  await signInHere(door, { username: email, password: PASSWORD });
  await expect(door.getByRole("alert").filter({ hasText: "Name or password is wrong" })).toBeVisible();
  await door.goto(await linkIn(server, email, "Confirm your e-mail address"));
  await door.getByRole("button", { name: "Confirm the address" }).click();
  await expect(door.getByRole("status")).toContainText(email);
  await door.goto("/login");
  await signInHere(door, { username: email, password: PASSWORD });
  await expect(door).toHaveURL("/rooms");
});

test("registers with a taken email as with a free one, and tells its owner by mail", async ({
  member,
  visitor,
  server,
}) => {
  const ann = await member("ann");
  await ann.page.goto(await linkIn(server, ann.email, "Confirm your e-mail address"));
  await ann.page.getByRole("button", { name: "Confirm the address" }).click();
  await expect(ann.page.getByRole("status")).toContainText(ann.email);
  const door = await visitor();
  await register(door, { ...newCredentials("eve"), email: ann.email });
  await open(door, "/settings");
  await expect(door.getByText("Not confirmed yet")).toBeVisible();
  expect(await linkIn(server, ann.email, "You have an account already")).toBe("/forgot-password");
});
