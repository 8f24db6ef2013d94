import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** The widths that are looked at: a laptop and a phone. */
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];
const SCHEMES = ["light", "dark"] as const;

/** Opens a page of a member and waits until it reacts. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByText("Connected")).toBeVisible();
}

/** Nothing is wrong for assistive technology, and nothing is wider than the page, wide and narrow, light and dark. */
export async function expectSound(page: Page): Promise<void> {
  const before = page.viewportSize();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
      );
      expect(found, `${page.url()} at ${size.width}, ${colorScheme}`).toEqual([]);
    }
    expect(await overflow(page), `${page.url()} at ${size.width} scrolls sideways`).toBe(0);
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}

/** Colours are measured as they are, not on their way from one scheme to the other. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const passing = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity);
    await Promise.allSettled(passing.map((one) => one.finished));
  });

/** By how many pixels the page or its main part is wider than the window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const parts = [document.documentElement, document.querySelector("main")];
    return Math.max(...parts.map((part) => (part ? part.scrollWidth - part.clientWidth : 0)));
  });
