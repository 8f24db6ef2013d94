import { expect, test } from "./fixtures";
import { expectSound } from "./looks";
import { feedOf, shopPage } from "./source";
import { isLive, messageWith, newRoom, open } from "./steps";
import { beginPicking, choose, foundOf, listingsOf, lookAt, newWatch, treeOf, watchesOf } from "./watching";

test("finds by clicking, tells another tab, notices a new low, and shares it to a room", async ({ member, source }) => {
  const offers = [
    { name: "Oak bench", price: "249.00" },
    { name: "Ash stool", price: "59.90" },
    { name: "Elm board", price: "24.50", sold: true },
  ];
  source.put("/shop", shopPage(offers));
  const ann = await member("ann");
  const { page } = ann;
  const room = await newRoom(ann, "Household");
  await lookAt(page, `${source.url}/shop`);
  await beginPicking(page);
  await treeOf(page).getByText("Ash stool", { exact: true }).click();
  await expect(page.getByText("3 rows found.")).toBeVisible();
  await treeOf(page).getByText("Ash stool", { exact: true }).click();
  await choose(page, "Price");
  await treeOf(page).getByText("€59.90").click();
  await choose(page, "Availability");
  await treeOf(page).getByText("In stock").nth(1).click();
  await expect(foundOf(page)).toHaveText([
    /Oak bench.*€249.*In stock/,
    /Ash stool.*€59\.90.*In stock/,
    /Elm board.*Sold out/,
  ]);
  await page.getByRole("textbox", { name: "Name" }).fill("Joinery");
  await page.getByRole("button", { name: "Start watching" }).click();
  await page.waitForURL(/\/watches\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { name: "Joinery", level: 1 })).toBeVisible();
  await expect(listingsOf(page)).toHaveCount(3);

  const other = await ann.context.newPage();
  await open(other, "/listings");
  await expect(listingsOf(other)).toHaveCount(3);
  source.put("/shop", shopPage([...offers, { name: "Larch planter", price: "80.00" }]));
  await page.getByRole("button", { name: "Run now" }).click();
  await other.getByRole("button", { name: "1 new – show" }).click();
  await expect(listingsOf(other).first()).toContainText("Larch planter");
  // What was read is a notice of its own: what comes then is not merged into it.
  expect((await ann.post("/api/v1/users/me/notifications/read-all", {})).status).toBe(200);

  source.put(
    "/shop",
    shopPage(offers.map((offer) => (offer.name === "Ash stool" ? { ...offer, price: "49.00" } : offer))),
  );
  await page.getByRole("button", { name: "Run now" }).click();
  await expect(listingsOf(other).filter({ hasText: "Ash stool" })).toContainText("New low");
  await open(other, "/notifications");
  await expect(other.getByRole("main").getByText("New low in “Joinery”: €49")).toBeVisible();

  await page.getByRole("link", { name: "Ash stool" }).click();
  await expect(page.getByRole("heading", { name: "Ash stool", level: 1 })).toBeVisible();
  await page.getByText("Prices as a table").click();
  await expect(page.getByRole("table", { name: "Prices" }).getByRole("row").nth(2)).toContainText("€49");
  await page.getByRole("button", { name: "Share" }).click();
  const share = page.getByRole("dialog", { name: "Share" });
  await share.getByText("Household").click();
  await share.getByLabel("Note").fill("This one?");
  await share.getByRole("button", { name: "Share to Household" }).click();
  await page.getByRole("dialog", { name: "Shared to Household" }).getByRole("button", { name: "Open" }).click();
  await page.waitForURL(`/rooms/${room.id}**`);
  await isLive(page);
  await expect(messageWith(page, "This one?")).toContainText(/Ash stool.*€49/s);
});

test("shows what fails and why, stops, starts, renames and deletes", async ({ member, source }) => {
  source.put("/feed", feedOf(["First", "Second"]), "application/rss+xml");
  const ann = await member("ann");
  const { page } = ann;
  const { id } = await newWatch(ann, { name: "Workshop", url: `${source.url}/feed`, recipe: { kind: "feed" } });
  await open(page, "/watches");
  const line = watchesOf(page).filter({ hasText: "Workshop" });
  await expect(line).toContainText("2 listings");
  source.put("/feed", 503);
  await line.getByRole("button", { name: "Run Workshop now" }).click();
  await expect(line).toContainText("The server has a fault of its own (5xx).");
  await expect(line).toContainText("Failing");
  await line.getByRole("button", { name: "Stop Workshop" }).click();
  await expect(line).toContainText("Stopped");
  source.put("/feed", feedOf(["First", "Second", "Third"]), "application/rss+xml");
  await line.getByRole("button", { name: "Start Workshop" }).click();
  await expect(line).toContainText("1 new");
  await expect(page.getByRole("navigation", { name: "Your watches" })).toContainText("Workshop1");
  await line.getByRole("link", { name: "Workshop" }).click();
  await page.waitForURL(`/watches/${id}`);
  await page.getByRole("link", { name: "Runs" }).click();
  const runs = page.getByRole("table", { name: "Runs" }).getByRole("row");
  await expect(runs).toHaveCount(4);
  await expect(runs.nth(2)).toContainText(/Failed.*503/s);
  await page.getByRole("navigation", { name: "This watch" }).getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Name").fill("");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.getByLabel("Name").fill("Shed");
  await page.getByText("On days, at times").click();
  await page.getByRole("button", { name: "Saturday" }).click();
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByRole("heading", { name: "Shed", level: 1 })).toBeVisible();
  await expect(page.getByText(/on Mon, Tue, Wed, Thu, Fri, Sat at 08:00/)).toBeVisible();
  await page.getByRole("button", { name: "Delete this watch" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await page.waitForURL("/watches");
  await expect(page.getByText("You watch nothing yet")).toBeVisible();
});

test("says what would be new without storing it, and what a page lacks", async ({ member, source }) => {
  source.put("/feed", feedOf(["First"]), "application/rss+xml");
  source.put(
    "/app",
    "<title>App</title><noscript>Enable JavaScript</noscript><div id=root></div><script src=a.js></script>",
  );
  const ann = await member("ann");
  const { page } = ann;
  const { id } = await newWatch(ann, { name: "Workshop", url: `${source.url}/feed`, recipe: { kind: "feed" } });
  source.put("/feed", feedOf(["First", "Second"]), "application/rss+xml");
  await open(page, `/watches/${id}`);
  await page.getByRole("button", { name: "Dry run" }).click();
  const dialog = page.getByRole("dialog", { name: "What would be new" });
  await expect(dialog.getByRole("list", { name: "New" }).getByRole("listitem")).toHaveText([/Second/]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Dry run" })).toBeFocused();
  await expect(listingsOf(page)).toHaveCount(1);
  await lookAt(page, `${source.url}/app`);
  await expect(page.getByText(/shows its content only with JavaScript/)).toBeVisible();
  await page.getByLabel("Address").fill(`${source.url}/nothing`);
  await page.getByRole("button", { name: "Look there" }).click();
  await expect(page.getByText("There is nothing at this address any more (404).")).toBeVisible();
});

test("takes watches over from a file, with a report, and gives them out", async ({ member, source }) => {
  source.put("/feed", feedOf(["First"]), "application/rss+xml");
  const ann = await member("ann");
  const { page } = ann;
  await open(page, "/watches");
  await page.getByRole("button", { name: "Import watches" }).click();
  const dialog = page.getByRole("dialog", { name: "Import watches" });
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(dialog.getByText("Choose a file first.")).toBeVisible();
  const outlines = `<outline text="Kept" xmlUrl="${source.url}/feed"/><outline text="Odd" xmlUrl="ftp://example.org/"/>`;
  const buffer = Buffer.from(`<opml version="2.0"><body>${outlines}</body></opml>`);
  await dialog.getByLabel("File").setInputFiles({ name: "feeds.opml", mimeType: "text/xml", buffer });
  await dialog.getByRole("button", { name: "Import" }).click();
  await expect(dialog.getByRole("list", { name: "Taken over" })).toHaveText("Kept");
  await expect(dialog.getByRole("region", { name: "Not taken over" })).toContainText(/Odd.*must start with/s);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(watchesOf(page)).toHaveCount(1);
  const exported = await ann.get("/api/v1/watches/export?format=opml");
  expect(exported.text).toContain(`${source.url}/feed`);
  await page.getByRole("button", { name: "Export watches" }).click();
  await expect(page.getByRole("menuitem")).toHaveText([/OPML/, /JSON/]);
});

test("finds nothing wrong on the pages of watches", async ({ member, source }) => {
  source.put(
    "/shop",
    shopPage([1, 2, 3].map((place) => ({ name: `${"Very ".repeat(20)}long name ${place}`, price: "9.90" }))),
  );
  const ann = await member("ann");
  const { page } = ann;
  await open(page, "/watches");
  await expect(page.getByText("You watch nothing yet")).toBeVisible();
  await expectSound(page);
  await lookAt(page, `${source.url}/shop`);
  await page.getByText("Filters: everything counts").click();
  await page.getByText("On days, at times").click();
  await expectSound(page);
  await beginPicking(page);
  await treeOf(page).getByText("€9.90").first().click();
  await expect(page.getByText("3 rows found.")).toBeVisible();
  await expectSound(page);
  await page.getByRole("tab", { name: "By hand" }).click();
  await page.getByRole("button", { name: "Try it" }).click();
  await expect(foundOf(page).first()).toBeVisible();
  await expectSound(page);
  await page.getByRole("button", { name: "Start watching" }).click();
  await page.waitForURL(/\/watches\/[0-9a-f-]{36}$/);
  await expect(listingsOf(page)).toHaveCount(3);
  await expectSound(page);
  const tabs = page.getByRole("navigation", { name: "This watch" });
  await tabs.getByRole("link", { name: "Runs" }).click();
  await expect(page.getByRole("table", { name: "Runs" })).toBeVisible();
  await expectSound(page);
  await tabs.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("button", { name: "Save changes" })).toBeVisible();
  await expectSound(page);
  await open(page, "/watches");
  await expect(watchesOf(page)).toHaveCount(1);
  await expectSound(page);
});
