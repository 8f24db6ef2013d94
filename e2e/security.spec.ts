import { TOTP } from "otpauth";
import { newDevice, PASSWORD } from "@/server/testing/client";
import { expect, test, type Visitor } from "./fixtures";
import { expectSound } from "./looks";
import { linkIn } from "./outbox";
import { giveNameAndPassword, open, signIn } from "./steps";

const NEW_PASSWORD = "another walk by the sea 43";

test("asks for the second factor once it is on, and takes a recovery code in its place", async ({
  member,
  browser,
}) => {
  const ann = await member("ann");
  const { secret, recovery } = await turnSecondFactorOn(ann);
  await expect(ann.page.getByText("10 recovery codes are left")).toBeVisible();

  const page = await (await browser.newContext({ baseURL: ann.url })).newPage();
  await giveNameAndPassword(page, ann.username, PASSWORD);
  const code = page.getByLabel("Code");
  await expect(code).toBeFocused();
  await code.fill("000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("is not right")).toBeVisible();
  await code.fill(new TOTP({ secret }).generate({ timestamp: Date.now() + 30_000 }));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/rooms");
  await expect(page.getByText("Connected")).toBeVisible();

  await page.context().clearCookies();
  await giveNameAndPassword(page, ann.username, PASSWORD);
  await page.getByLabel("Code").fill(recovery);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/rooms");
  await page.context().close();

  await open(ann.page, "/settings/security");
  await expect(ann.page.getByText("9 recovery codes are left")).toBeVisible();
  await ann.page.getByRole("button", { name: "New recovery codes" }).click();
  const renewal = ann.page.getByRole("dialog", { name: "New recovery codes" });
  await renewal.getByLabel("Your password").fill(PASSWORD);
  await expectSound(ann.page);
  await renewal.getByRole("button", { name: "Make new codes" }).click();
  const fresh = renewal.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(fresh).toHaveCount(10);
  expect(await fresh.allInnerTexts()).not.toContain(recovery);
  await renewal.getByRole("button", { name: "I have kept them" }).click();
  await expect(ann.page.getByText("10 recovery codes are left")).toBeVisible();
  await ann.page.getByRole("button", { name: "Turn off" }).click();
  const dialog = ann.page.getByRole("dialog");
  await dialog.getByLabel("Your password").fill("not mine");
  await dialog.getByRole("button", { name: "Turn off" }).click();
  await expect(dialog.getByText("is not your password")).toBeVisible();
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Turn off" }).click();
  await expect(ann.page.getByRole("button", { name: "Set up" })).toBeVisible();
});

test("answers alike whether an email has an account, and sets a new password by mail, once", async ({
  member,
  browser,
  server,
}) => {
  const ann = await member("ann");
  const page = await (await browser.newContext({ baseURL: server.url })).newPage();
  await page.goto("/login");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  const answers: string[] = [];
  for (const email of ["nobody-at-all@example.org", ann.email]) {
    await page.goto("/forgot-password");
    await page.getByLabel("E-mail").fill(email);
    await page.getByRole("button", { name: "Send the link" }).click();
    await expect(page).toHaveURL("/forgot-password?sent=1");
    answers.push(await page.getByRole("main").innerText());
  }
  expect(answers[0]).toBe(answers[1]);

  const link = await linkIn(server, ann.email, "Set a new password");
  await page.goto(link);
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("must have at least 8 characters")).toBeVisible();
  await page.getByLabel("New password").fill(NEW_PASSWORD);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("Your new password is set")).toBeVisible();
  await signIn(page, ann.username, NEW_PASSWORD);

  await page.goto(link);
  await page.getByLabel("New password").fill(`${NEW_PASSWORD}!`);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "This link was used already" })).toBeVisible();
  await page.context().close();
});

test("lists the devices and ends one or all others", async ({ member, server }) => {
  const ann = await member("ann");
  const [phone, tablet] = [await newDevice(server.url, ann), await newDevice(server.url, ann)];
  await open(ann.page, "/settings/security");
  const sessions = ann.page.getByRole("region", { name: "Sessions" }).getByRole("listitem");
  await expect(sessions).toHaveCount(3);
  await expect(sessions.filter({ hasText: "This device" })).toHaveCount(1);
  await sessions.filter({ hasNotText: "This device" }).first().getByRole("button", { name: "End" }).click();
  await expect(sessions).toHaveCount(2);
  await ann.page.getByRole("button", { name: "End all others" }).click();
  await ann.page.getByRole("alertdialog").getByRole("button", { name: "End them" }).click();
  await expect(sessions).toHaveCount(1);
  for (const gone of [phone, tablet]) expect((await gone.get("/api/v1/users/me")).status).toBe(401);
  expect((await ann.get("/api/v1/users/me")).status).toBe(200);
});

test("changes the password with the errors at their fields, and signs other devices out", async ({
  member,
  server,
}) => {
  const ann = await member("ann");
  const other = await newDevice(server.url, ann);
  await open(ann.page, "/settings/security");
  const [current, next] = [ann.page.getByLabel("Current password"), ann.page.getByLabel("New password")];
  await current.fill("not mine");
  await next.fill(NEW_PASSWORD);
  await ann.page.getByRole("button", { name: "Change password" }).click();
  await expect(ann.page.getByText("is not your password")).toBeVisible();
  await current.fill(PASSWORD);
  await next.fill("password1");
  await ann.page.getByRole("button", { name: "Change password" }).click();
  await expect(ann.page.getByText("is too common")).toBeVisible();
  await next.fill(NEW_PASSWORD);
  await ann.page.getByRole("button", { name: "Change password" }).click();
  await expect(ann.page.getByText("Your password is changed")).toBeVisible();
  expect((await other.get("/api/v1/users/me")).status).toBe(401);
});

async function turnSecondFactorOn({ page }: Visitor): Promise<{ secret: string; recovery: string }> {
  await open(page, "/settings/security");
  await page.getByRole("button", { name: "Set up" }).click();
  const dialog = page.getByRole("dialog", { name: "Set up a second factor" });
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Go on" }).click();
  const secret = (await dialog.locator("code").innerText()).replaceAll(" ", "");
  await dialog.getByLabel("Code the app shows now").fill("000000");
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await expect(dialog.getByText("is not right")).toBeVisible();
  await dialog.getByLabel("Code the app shows now").fill(new TOTP({ secret }).generate());
  await dialog.getByRole("button", { name: "Turn on" }).click();
  const codes = dialog.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const recovery = await codes.first().innerText();
  await dialog.getByRole("button", { name: "I have kept them" }).click();
  return { secret, recovery };
}
