import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { expectBodies, isLive, join, newRoom, open, say, signInHere, write } from "./steps";

/** A place where the server's idea of time and language is not the browser's. */
const FAR_AWAY = { timezoneId: "Asia/Tokyo", locale: "de-DE", colorScheme: "dark" } as const;

/** Gathers what the page complains about: errors, warnings, breaches of the policy. */
async function listenTo(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(`${page.url()}: ${message.text()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      // Said aloud, so that it is heard where the other complaints are.
      // oxlint-disable-next-line no-console
      console.error(`policy: ${violatedDirective} ${blockedURI}`);
    });
  });
  return complaints;
}

test("walks through everything without a complaint", async ({ member, visitor, admin }) => {
  const ben = await member("ben");
  const ann = await member("ann");
  const room = await newRoom(ann, "Walk");
  await join(room, ben);
  await say(ben, room, `Hello @${ann.username} **there** [a link](https://example.org) \`code\``);
  const page = await visitor(FAR_AWAY);
  const complaints = await listenTo(page);
  await page.goto("/");
  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByRole("menuitemradio", { name: "Light" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Create account" }).first().click();
  await expect(page.getByRole("heading", { name: "Join in" })).toBeVisible();
  await page.getByRole("link", { name: "Sign in" }).click();
  await signInHere(page, ann);
  await page.waitForURL("/rooms");
  await isLive(page);
  await page.getByRole("button", { name: "New room" }).click();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("main").getByRole("link", { name: "Walk" }).click();
  await expectBodies(page, [/./]);
  await page.reload();
  await isLive(page);
  await write(page, "Good morning");
  await expectBodies(page, [/./, "Good morning"]);
  await page.getByRole("button", { name: /^Members:/ }).click();
  await page.getByRole("button", { name: /^Notifications/ }).click();
  await page.getByRole("link", { name: "All notifications" }).click();
  await expect(page.getByRole("heading", { name: "Notifications", level: 1 })).toBeVisible();
  await page.reload();
  await isLive(page);
  // The new device, and the mention.
  const main = page.getByRole("main");
  for (const left of [1, 0]) {
    await main
      .getByRole("button", { name: /^Delete/ })
      .first()
      .click();
    await expect(main.getByRole("listitem")).toHaveCount(left);
  }
  await expect(page.getByRole("main").getByText("Nothing yet")).toBeVisible();
  await page.getByRole("button", { name: /Account$/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Good company," })).toBeVisible();
  const adminComplaints = await listenTo(admin.page);
  await open(admin.page, "/admin");
  await expect(admin.page.getByText("Live", { exact: true })).toBeVisible();
  expect([...complaints, ...adminComplaints]).toEqual([]);
});

test("complains of a missing page with nothing but its status", async ({ member }) => {
  const { page } = await member("ann");
  const complaints = await listenTo(page);
  for (const [path, words] of [
    ["/nowhere", "This page does not exist"],
    ["/rooms/nowhere", "It does not exist"],
    ["/admin", "This page does not exist"],
  ] as const) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    await expect(page.getByText(words)).toBeVisible();
  }
  expect(complaints.filter((said) => !said.includes("status of 404"))).toEqual([]);
});

test("gives every page a policy with a nonce of its own, which all its scripts carry", async ({
  member,
  visitor,
  admin,
}) => {
  const [ann, outside] = [await member("ann"), await visitor()];
  const room = await newRoom(ann, "Policy");
  const paths = ["/rooms", "/rooms?scope=discover", `/rooms/${room.id}`, "/notifications", "/nowhere"];
  const visits = [
    ...["/", "/login", "/register", "/first-admin/no-token"].map((path) => ({ page: outside, path })),
    ...paths.map((path) => ({ page: ann.page, path })),
    { page: admin.page, path: "/admin" },
  ];
  const nonces = new Set<string>();
  for (const { page, path } of visits) {
    const answer = await page.goto(path);
    const policy = answer?.headers()["content-security-policy"] ?? "";
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
    expect(nonce, path).toMatch(/^[\w+/=-]{20,}$/);
    expect(policy, path).not.toMatch(/script-src[^;]*'unsafe-/);
    const html = (await answer?.text()) ?? "";
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length, path).toBeGreaterThan(0);
    expect(
      scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`)),
      path,
    ).toEqual([]);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(visits.length);
});

test("lets no script run that a message or a name smuggles in", async ({ member }) => {
  const ann = await member("ann");
  const room = await newRoom(ann, "<img src=x onerror=document.title='owned'>");
  await say(ann, room, "<script>document.title='owned'</script>");
  await say(ann, room, "<img src=x onerror=document.title='owned'> [x](javascript:document.title='owned')");
  await open(ann.page, `/rooms/${room.id}`);
  await expect(ann.page.getByRole("article")).toHaveCount(2);
  await expect(ann.page.getByRole("article").locator("script, img, a[href^=javascript]")).toHaveCount(0);
  await expect(ann.page).not.toHaveTitle("owned");
});

test("keeps the chosen theme from the first paint on", async ({ visitor }) => {
  const page = await visitor({ colorScheme: "light" });
  await page.goto("/");
  await page.getByRole("button", { name: "Theme" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  const answer = await page.goto("/login");
  expect(await answer?.text()).toMatch(/<html[^>]*data-theme="dark"/);
});
