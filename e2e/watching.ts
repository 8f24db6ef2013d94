import type { Locator, Page } from "@playwright/test";
import type { Listing } from "@/lib/features/watches/listing-schemas";
import type { Watch } from "@/lib/features/watches/watch-schemas";
import type { TestMember } from "@/server/testing/client";
import { expect } from "./fixtures";
import { open } from "./steps";

/** The page to pick from, and what would be stored as things are picked now. */
export const treeOf = (page: Page): Locator => page.getByRole("tree");
export const foundOf = (page: Page): Locator => page.getByRole("list", { name: "Found rows" }).getByRole("listitem");
const toolsOf = (page: Page): Locator => page.getByRole("toolbar", { name: "What a click means" });

/** The lists of the pages. */
export const listingsOf = (page: Page): Locator => page.getByRole("list", { name: "Listings" }).getByRole("listitem");
export const watchesOf = (page: Page): Locator =>
  page.getByRole("list", { name: "Your watches" }).getByRole("listitem");

/** Gives the page of a new watch an address and waits for what is there. */
export async function lookAt(page: Page, url: string): Promise<void> {
  await open(page, "/watches/new");
  await page.getByLabel("Address").fill(url);
  await page.getByRole("button", { name: "Look there" }).click();
  await expect(page.getByRole("heading", { name: "What to take" })).toBeVisible();
}

/** Goes over to picking by clicking. */
export async function beginPicking(page: Page): Promise<void> {
  await page.getByRole("tab", { name: "Pick by clicking" }).click();
  await expect(treeOf(page)).toBeVisible();
}

/** Says what the next click means. */
export const choose = (page: Page, tool: string): Promise<void> =>
  toolsOf(page)
    .getByRole("button", { name: new RegExp(`^${tool}\\b`) })
    .click();

/** Makes a watch over the API and waits until it has looked for the first time, unless it is not to begin. */
export async function newWatch(member: TestMember, asked: Partial<Watch> & { start?: boolean }): Promise<Watch> {
  const made = await member.post<Watch>("/api/v1/watches", asked);
  expect(made.status, made.text).toBe(201);
  if (asked.start !== false) await hasRun(member, made.body.id);
  return made.body;
}

/** Waits until a watch has been run, and since `before` if that is given. */
export async function hasRun(member: TestMember, watchId: string, before: string | null = null): Promise<void> {
  const lastRun = async () => (await member.get<Watch>(`/api/v1/watches/${watchId}`)).body.lastRunAt;
  await expect.poll(async () => (await lastRun()) !== before).toBe(true);
}

/** The listing of a member that is called so. */
export async function listingNamed(member: TestMember, title: string): Promise<Listing> {
  const { body } = await member.get<{ items: Listing[] }>("/api/v1/listings?show=all&limit=100");
  const found = body.items.find((listing) => listing.title === title);
  if (!found) throw new Error(`No listing is called ${title}.`);
  return found;
}
