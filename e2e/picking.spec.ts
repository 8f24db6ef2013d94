import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { shopPage } from "./source";
import { open } from "./steps";
import { beginPicking, choose, foundOf, lookAt, treeOf } from "./watching";

const FOLDER = join(import.meta.dirname, "sources", "pages");
const ENDING = ".expected.json";

type Row = Record<string, unknown>;
type Expected = { url: string; picks: { rows: string[]; fields: Record<string, string> }; rows: Row[] };

const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith(ENDING))
  .map((file) => file.slice(0, -ENDING.length));

const TOOLS: Record<string, string> = {
  ...{ title: "Title", link: "Link", price: "Price", image: "Image" },
  ...{ date: "Date", availability: "Availability", text: "Text" },
};

/** What the preview knows of a row; keys are the server's own, and links and pictures those of the test's server. */
const shownOf = ({ title, price, availability, text }: Row): Row =>
  Object.fromEntries(Object.entries({ title, price, availability, text }).filter(([, value]) => value !== undefined));

const shows = (page: Page, text: string): Locator => treeOf(page).getByText(text, { exact: true }).first();

/** The picture that stands with a title in the smallest part that has both. */
const pictureWith = (page: Page, title: string): Locator =>
  treeOf(page)
    .locator("[data-ref]")
    .filter({ has: page.getByText(title, { exact: true }) })
    .filter({ has: page.locator("img") })
    .last()
    .locator("img")
    .first();

for (const name of names) {
  test(`takes by clicking what stands on ${name}`, async ({ member, source }) => {
    const { url, picks, rows }: Expected = JSON.parse(readFileSync(join(FOLDER, name + ENDING), "utf8"));
    const path = new URL(url).pathname;
    source.put(path, readFileSync(join(FOLDER, `${name}.html`)));
    const { page } = await member("ann");
    await lookAt(page, source.url + path);
    await beginPicking(page);
    for (const text of picks.rows) {
      await choose(page, "Row");
      await shows(page, text).click();
    }
    let last: Promise<Row> | undefined;
    for (const [field, text] of Object.entries(picks.fields)) {
      await choose(page, TOOLS[field] ?? field);
      last = answerOf(page);
      await (field === "image" ? pictureWith(page, picks.fields["title"] ?? "") : shows(page, text)).click();
      await last;
    }
    expect((await last)?.["rows"]).toMatchObject(rows.map(shownOf));
    await expect(foundOf(page)).toHaveCount(rows.length);
    for (const [place, { title }] of rows.entries())
      await expect(foundOf(page).nth(place)).toContainText(String(title));
  });
}

/** What the server makes of the next click. */
const answerOf = async (page: Page): Promise<Row> => {
  const answer = await page.waitForResponse((response) => response.url().endsWith("/pick"));
  expect(answer.status()).toBe(200);
  return (await answer.json()) as Row;
};

test("picks and starts with the keyboard alone", async ({ member, source }) => {
  const offers = [1, 2, 3, 4].map((place) => ({ name: `Stool ${place}`, price: `${place}0.50` }));
  source.put("/", shopPage(offers));
  const { page } = await member("ann");
  await open(page, "/watches/new");
  await tabTo(page, page.getByLabel("Address"));
  await page.keyboard.type(`${source.url}/`);
  await page.keyboard.press("Enter");
  const found = page.getByRole("tab", { name: "Found" });
  await expect(found).toBeVisible();
  await tabTo(page, found);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(treeOf(page)).toBeVisible();
  await tabTo(page, treeOf(page).getByRole("treeitem").first());
  await walkTo(page, "Stool 2");
  await page.keyboard.press("Enter");
  await expect(page.getByText("4 rows found.")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(foundOf(page).first()).toContainText("Stool 1");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await tabBackTo(page, page.getByRole("button", { name: "Price" }));
  await page.keyboard.press("Enter");
  await tabTo(page, treeOf(page).locator("[tabindex='0']"));
  await walkTo(page, "€20.50");
  await page.keyboard.press("Enter");
  await expect(foundOf(page).nth(1)).toContainText("€20.50");
  await expect(treeOf(page).locator("[aria-selected=true]")).toHaveCount(2);
  await tabTo(page, page.getByRole("button", { name: "Start watching" }));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/watches\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("link", { name: "Stool 4" })).toBeVisible();
});

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement).catch(() => false);

async function tabTo(page: Page, target: Locator, key = "Tab"): Promise<void> {
  for (let stops = 0; stops < 60; stops++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
  }
  await expect(target).toBeFocused();
}

const tabBackTo = (page: Page, target: Locator): Promise<void> => tabTo(page, target, "Shift+Tab");

/** Goes down the tree to what shows a text and nothing else. */
async function walkTo(page: Page, text: string): Promise<void> {
  for (let steps = 0; steps < 60; steps++) {
    if ((await page.locator(":focus").textContent())?.trim() === text) return;
    await page.keyboard.press("ArrowDown");
  }
  await expect(page.locator(":focus")).toHaveText(text);
}
