import { defineConfig, devices } from "@playwright/test";
import { systemChromium } from "@/server/testing/chromium";

/** Browser tests against a built server that each worker starts for itself: e2e/fixtures.ts. */
export default defineConfig({
  testDir: "e2e",
  outputDir: ".cache/e2e",
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Patience costs nothing: a test ends when what it waits for is there.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    screenshot: "only-on-failure",
    actionTimeout: 60_000,
    navigationTimeout: 60_000,
    trace: "off",
    launchOptions: {
      executablePath: systemChromium(),
      // Chromium's sandbox refuses root, and containers often give it little shared memory.
      args: ["--disable-dev-shm-usage", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
    },
  },
});
