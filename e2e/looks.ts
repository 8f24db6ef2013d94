import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

type AxeOptions = Parameters<AxeBuilder["options"]>[0];

/** The widths that are looked at: a laptop and a phone. */
export const WIDE = { width: 1280, height: 800 };
export const NARROW = { width: 390, height: 844 };
/** Schemes differ in colours alone, so the rules about anything else are asked once. */
const SCHEMES: { colorScheme: "light" | "dark"; only: AxeOptions }[] = [
  { colorScheme: "light", only: {} },
  { colorScheme: "dark", only: { runOnly: ["color-contrast", "link-in-text-block"] } },
];

/**
 * Only what is wrong is told in full, and style sheets are not fetched a second time. Menus and the like hang at the end
 * of the page, outside every landmark, as the patterns of ARIA have it.
 */
const QUICK: AxeOptions = {
  resultTypes: ["violations"],
  preload: false,
  rules: { region: { enabled: false } },
};

/** Nothing is wrong for assistive technology, and nothing is wider than the page, wide and narrow, light and dark. */
export async function expectSound(page: Page, sizes = [WIDE, NARROW]): Promise<void> {
  const before = page.viewportSize();
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const { colorScheme, only } of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await settled(page);
      const { violations } = await new AxeBuilder({ page })
        .setLegacyMode(true)
        .options({ ...QUICK, ...only })
        .analyze();
      const found = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
      );
      expect(found, `${page.url()} at ${size.width}, ${colorScheme}`).toEqual([]);
    }
    expect(await overflow(page), `${page.url()} at ${size.width} scrolls sideways`).toBe(0);
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  if (before) await page.setViewportSize(before);
}

/** Colours are measured as they are, not on their way from one scheme to the other. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    // On a busy machine what a change sets in motion may begin some frames after it.
    for (let still = 0; still < 4; still++) {
      await frame();
      const passing = document.getAnimations().filter((one) => one.effect?.getTiming().iterations !== Infinity);
      if (passing.length > 0) still = 0;
      await Promise.allSettled(passing.map((one) => one.finished));
    }
  });

/** By how many pixels the page or its main part is wider than the window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const parts = [document.documentElement, document.querySelector("main")];
    return Math.max(...parts.map((part) => (part ? part.scrollWidth - part.clientWidth : 0)));
  });
