import { expect, test, type Visitor } from "./fixtures";
import { expectSound, NARROW } from "./looks";
import { type Source, shopPage } from "./source";
import { open } from "./steps";
import { hasRun, listingNamed, listingsOf, newWatch } from "./watching";

const OFFERS = [
  { name: "Oak bench", price: "249.00" },
  { name: "Ash stool", price: "59.90" },
  { name: "كرسي من الزيتون", price: "24.50", sold: true },
];
const RECIPE = {
  kind: "html" as const,
  rows: "article.card",
  fields: {
    ...{ title: { selector: "h3" }, link: { selector: "h3 a" }, price: { selector: ".price" } },
    ...{ image: { selector: "img" }, availability: { selector: ".stock" } },
  },
};

/** A member whose watch found the offers. */
async function shopper(member: (name: string) => Promise<Visitor>, source: Source) {
  source.put("/shop", shopPage(OFFERS));
  const ann = await member("ann");
  const watch = await newWatch(ann, { name: "Joinery", url: `${source.url}/shop`, recipe: RECIPE });
  return { ann, page: ann.page, watch };
}

test("saves, hides and brings back, in the list that is looked at", async ({ member, source }) => {
  const { page } = await shopper(member, source);
  await open(page, "/listings");
  await expect(listingsOf(page)).toHaveCount(3);
  await page.getByRole("button", { name: "Hide Oak bench" }).click();
  await expect(listingsOf(page)).toHaveCount(2);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(listingsOf(page)).toHaveCount(3);
  await page.getByRole("button", { name: "Save Ash stool" }).click();
  await expect(page.getByRole("button", { name: "Do not keep Ash stool" })).toHaveAttribute("aria-pressed", "true");
  const which = page.getByRole("navigation", { name: "Which listings" });
  await which.getByRole("link", { name: "Saved" }).click();
  await expect(listingsOf(page)).toHaveText([/Ash stool/]);
  await which.getByRole("link", { name: "Hidden" }).click();
  await expect(page.getByText("Nothing is hidden")).toBeVisible();
});

test("keeps what is typed and chosen while the page before it still comes", async ({ member, source }) => {
  const { page } = await shopper(member, source);
  await open(page, "/listings");
  await page.route(/\/listings\?.*_rsc=/, async (route) => {
    await new Promise((done) => setTimeout(done, 800));
    await route.continue();
  });
  await page.getByLabel("Order").selectOption("Cheapest first");
  await page.getByLabel("Price up to").fill("100");
  await expect(page).toHaveURL(/sort=cheapest/);
  await expect(page.getByLabel("Price up to")).toHaveValue("100");
  await page.getByLabel("Price up to").blur();
  await page.getByRole("button", { name: "In stock" }).click();
  await expect(page).toHaveURL(/\?sort=cheapest&maxPrice=100&inStock=true$/);
  await expect(listingsOf(page)).toHaveText([/Ash stool/]);
});

test("searches, narrows and sorts by the URL", async ({ member, source }) => {
  const { page } = await shopper(member, source);
  await open(page, "/listings");
  await page.getByLabel("Search listings").fill("stool");
  await page.keyboard.press("Enter");
  await expect(listingsOf(page)).toHaveText([/Ash stool/]);
  expect(new URL(page.url()).search).toBe("?q=stool");
  await page.getByLabel("Search listings").fill("");
  await page.keyboard.press("Enter");
  await page.getByLabel("Order").selectOption("Cheapest first");
  await expect(listingsOf(page)).toHaveText([/الزيتون/, /Ash stool/, /Oak bench/]);
  await page.getByLabel("Price up to").fill("100");
  await page.getByLabel("Price up to").blur();
  await expect(listingsOf(page)).toHaveCount(2);
  await page.getByRole("button", { name: "In stock" }).click();
  await expect(listingsOf(page)).toHaveText([/Ash stool/]);
  await expect(page.getByRole("button", { name: "In stock" })).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await expect(listingsOf(page)).toHaveText([/Ash stool/]);
  await page.getByRole("link", { name: "As lines" }).click();
  await expect(page.getByRole("link", { name: "As lines" })).toHaveAttribute("aria-current", "page");
});

test("keeps a note by itself, finds by it, and leads out safely", async ({ member, source }) => {
  const { ann, page, watch } = await shopper(member, source);
  const { id } = await listingNamed(ann, "Ash stool");
  await open(page, `/listings/${id}`);
  await page.getByLabel("Only you see it").fill("For the kitchen");
  await expect(page.getByText("Saved", { exact: true }).last()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Only you see it")).toHaveValue("For the kitchen");
  const link = page.getByRole("link", { name: /^Open at 127\.0\.0\.1/ });
  await expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
  await open(page, "/listings?q=kitchen");
  await expect(listingsOf(page)).toHaveText([/Ash stool.*Has a note/]);
  expect((await ann.get("/api/v1/listings?q=kitchen")).text).toContain(watch.id);
});

test("gives listings to a feed reader by a secret address, until it is deleted", async ({ member, source }) => {
  const { ann, page } = await shopper(member, source);
  await open(page, "/listings?q=stool");
  await page.getByRole("button", { name: "Feeds" }).click();
  const dialog = page.getByRole("dialog", { name: "Feeds" });
  await dialog.getByLabel("Name", { exact: true }).fill("Stools");
  await dialog.getByRole("button", { name: "Make a feed" }).click();
  const address = dialog.getByLabel("Address of the feed Stools");
  const read = async () => fetch(await address.inputValue());
  const rss = await (await read()).text();
  expect(rss).toContain("Ash stool");
  expect(rss).not.toContain("Oak bench");
  await dialog.getByLabel("Form of the feed Stools").selectOption("JSON");
  const json = (await (await read()).json()) as { items: { title: string }[] };
  expect(json.items.map(({ title }) => title)).toEqual(["Ash stool"]);
  const url = await address.inputValue();
  await expectSound(page, [NARROW]);
  await dialog.getByRole("button", { name: "Delete the feed Stools" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await expect(address).toHaveCount(0);
  expect((await fetch(url)).status).toBe(404);
  expect((await ann.get("/api/v1/listings/feeds")).body["items"]).toEqual([]);
});

test("finds nothing wrong on the pages of listings", async ({ member, source }) => {
  const { ann, page, watch } = await shopper(member, source);
  source.put("/shop", shopPage(OFFERS.map((offer) => ({ ...offer, price: "19.00" })).slice(0, 2)));
  const { lastRunAt } = (await ann.get<{ lastRunAt: string }>(`/api/v1/watches/${watch.id}`)).body;
  await ann.post(`/api/v1/watches/${watch.id}/run`, {});
  await hasRun(ann, watch.id, lastRunAt);
  await open(page, "/listings?show=all");
  await expect(listingsOf(page)).toHaveCount(3);
  await expect(listingsOf(page).filter({ hasText: "New low" })).toHaveCount(2);
  await expectSound(page);
  await open(page, "/listings?show=all&view=list");
  await expectSound(page);
  const { id } = await listingNamed(ann, "Ash stool");
  await open(page, `/listings/${id}`);
  await expect(page.getByText("2 prices since it was found")).toBeVisible();
  await page.getByText("Prices as a table").click();
  await expectSound(page);
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByText("There is no place to share to yet.")).toBeVisible();
  await expectSound(page);
});
