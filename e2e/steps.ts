import type { Locator, Page } from "@playwright/test";
import type { Message } from "@/lib/features/rooms/message-schemas";
import type { Room } from "@/lib/features/rooms/schemas";
import { newId } from "@/lib/shared/ids";
import type { Credentials, TestMember } from "@/server/testing/client";
import { expect } from "./fixtures";

/** Makes an account through the form and waits for the first screen behind it. */
export async function register(page: Page, account: Credentials): Promise<void> {
  await page.goto("/register");
  await page.getByLabel("User name").fill(account.username);
  await page.getByLabel("E-mail").fill(account.email);
  await page.getByLabel("Password").fill(account.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("/rooms");
  await isLive(page);
}

/** Fills and sends the form of the sign-in page that is open. */
export async function signInHere(page: Page, { username, password }: Omit<Credentials, "email">): Promise<void> {
  await page.getByLabel("User name or e-mail").fill(username);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Opens the sign-in page and sends its form, whatever comes of it. */
export async function giveNameAndPassword(page: Page, username: string, password: string): Promise<void> {
  await page.goto("/login");
  await signInHere(page, { username, password });
}

/** Signs in through the form and waits for the first screen behind it. */
export async function signIn(page: Page, username: string, password: string): Promise<void> {
  await giveNameAndPassword(page, username, password);
  await expect(page).toHaveURL("/rooms");
}

/** Opens a page of a member and waits until it can be used: its scripts run and its live connection stands. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await isLive(page);
}

/** Waits for the live connection of the page. The word stands in the sidebar, which narrow screens hide. */
export const isLive = (page: Page): Promise<void> =>
  expect(page.getByText("Connected", { exact: true }).first()).toBeAttached();

/** Makes a room over the API. */
export async function newRoom(owner: TestMember, name: string, kind: "public" | "private" = "public"): Promise<Room> {
  const made = await owner.post<Room>("/api/v1/rooms", { name, kind });
  expect(made.status, made.text).toBe(201);
  return made.body;
}

/** Lets members join a public room over the API, one after the other. */
export async function join(room: Room, ...members: TestMember[]): Promise<void> {
  for (const member of members) {
    const joined = await member.post(`/api/v1/rooms/${room.id}/members`, {});
    expect(joined.status, joined.text).toBeLessThan(300);
  }
}

/** Sends a message over the API. */
export async function say(member: TestMember, room: Room, body: string): Promise<Message> {
  const sent = await member.post<Message>(`/api/v1/rooms/${room.id}/messages`, { clientId: newId(), body });
  expect(sent.status, sent.text).toBe(201);
  return sent.body;
}

/** The log of the open room. */
export const logOf = (page: Page): Locator => page.getByRole("log", { name: "Messages" });

/** The messages of the open room that hold `text`. */
export const messageWith = (page: Page, text: string): Locator =>
  logOf(page).getByRole("article").filter({ hasText: text });

/** What is said in the open room and confirmed by the server, oldest first. */
export const bodiesOf = (page: Page): Locator => logOf(page).locator("[data-seq] .prose-message");

/** Waits until the open room shows exactly these messages, in this order, and nothing waits to be sent. */
export async function expectBodies(page: Page, bodies: (string | RegExp)[]): Promise<void> {
  await expect(bodiesOf(page)).toHaveText(bodies);
  await expect(logOf(page).locator("[data-pending]")).toHaveCount(0);
}

/** Where one writes in the open room. */
export const composerOf = (page: Page): Locator => page.getByRole("textbox", { name: /^Message to / });

/** Writes into the open room with the keyboard. */
export async function write(page: Page, text: string): Promise<void> {
  await composerOf(page).fill(text);
  await composerOf(page).press("Enter");
}
