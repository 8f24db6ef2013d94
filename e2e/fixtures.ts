import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type Page,
} from "@playwright/test";
import { type Cable, layCable } from "@/server/testing/cable";
import { type Credentials, newCredentials, newDevice, newMember, type TestMember } from "@/server/testing/client";
import { type RunningServer, runServer } from "@/server/testing/run-server";
import { type Source, serveSource } from "./source";

export { expect } from "@playwright/test";

/** A member with a browser of their own. */
export type Visitor = TestMember & { readonly page: Page; readonly context: BrowserContext };

type WorkerFixtures = {
  /** The server this worker's tests share, on a database of its own and with limits no test reaches by chance. */
  server: RunningServer;
  /** The admin of that server, made by the first-admin link. */
  adminAccount: Credentials;
};

type Fixtures = {
  /** Makes a signed-in member with a browser of their own; `name` is how their user name begins. */
  member: (name?: string, options?: BrowserContextOptions) => Promise<Visitor>;
  /** The admin, signed in, with a browser of their own. */
  admin: Visitor;
  /** Opens a browser in which nobody is signed in. */
  visitor: (options?: BrowserContextOptions) => Promise<Page>;
  /** A cable to the server: only what is opened at its URL goes through it. */
  cable: Cable;
  /** A server elsewhere, which the instance may fetch from. */
  source: Source;
};

const LIMITS = ["login", "auth", "register", "api", "general", "pages", "chat", "scraper", "images"]
  .map((name) => `${name}=100000/1m`)
  .join(",");

export const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    // Playwright reads from this pattern which fixtures a fixture needs: it must be one, also when it needs none.
    async ({}, use) => {
      const server = await runServer({ env: { RATE_LIMITS: LIMITS, FETCH_ALLOW: "127.0.0.1" } });
      await use(server);
      await server.stop();
    },
    { scope: "worker", timeout: 600_000 },
  ],
  baseURL: async ({ server }, use) => use(server.url),
  adminAccount: [
    async ({ server, browser }, use) => {
      const account = newCredentials("admin");
      await makeFirstAdmin(server, browser, account);
      await use(account);
    },
    { scope: "worker", timeout: 600_000 },
  ],
  member: async ({ server, browser }, use) => {
    const visitors: Visitor[] = [];
    await use(async (name, options) => {
      const visitor = await openBrowser(browser, await newMember(server.url, name), options);
      visitors.push(visitor);
      return visitor;
    });
    for (const { context } of visitors) await context.close();
  },
  visitor: async ({ server, browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ baseURL: server.url, ...options });
      contexts.push(context);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
  cable: async ({ server }, use) => {
    const cable = await layCable(server.port);
    await use(cable);
    await cable.close();
  },
  source: async ({}, use) => {
    const source = await serveSource();
    await use(source);
    await source.close();
  },
  admin: async ({ server, browser, adminAccount }, use) => {
    const visitor = await openBrowser(browser, await newDevice(server.url, adminAccount));
    await use(visitor);
    await visitor.context.close();
  },
});

/** Gives a signed-in member a browser that carries their cookies. */
export async function openBrowser(
  browser: Browser,
  member: TestMember,
  options: BrowserContextOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: member.url, ...options });
  const cookies = [...member.jar].map(([name, value]) => ({ name, value, url: member.url, httpOnly: true }));
  await context.addCookies(cookies);
  return { ...member, context, page: await context.newPage() };
}

async function makeFirstAdmin(server: RunningServer, browser: Browser, account: Credentials): Promise<void> {
  const link = /\/first-admin\/\S+/.exec(server.output())?.[0];
  if (!link) throw new Error("The server printed no link for the first admin.");
  const page = await browser.newPage({ baseURL: server.url });
  await page.goto(link);
  for (const name of ["username", "email", "password"] as const) {
    await page.locator(`input[name=${name}]`).fill(account[name]);
  }
  await page.locator("form button[type=submit]").click();
  await page.waitForURL((url) => !url.pathname.startsWith("/first-admin"));
  await page.close();
}
