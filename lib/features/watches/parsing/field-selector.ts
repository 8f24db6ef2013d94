import type { Element } from "domhandler";
import { looksOf, marksOf } from "./class-names";
import { elementsOf, lineOf, type Page, parentElement } from "./dom";
import { imageOf } from "./images";
import { isWas, priceOf, priceText } from "./price-markup";
import { placeOf } from "./row-selector";
import type { Field, FieldPick, Hints } from "./types";

/** How far above what was clicked a field is looked for. */
const CLIMB_MAX = 4;
const SAMPLE = 60;

/** Where in all rows a field stands that was clicked in one of them; undefined when it is not there. */
export function fieldPick(
  page: Page,
  row: Element,
  clicked: Element,
  field: Field,
  rows: Element[],
): FieldPick | undefined {
  const targets = targetsOf(page, row, clicked, field);
  const sample = rows.slice(0, SAMPLE);
  const ranked = targets.flatMap((target, nearness) =>
    selectorsIn(page, row, target).map((selector, order) => ({
      selector,
      // A field that most rows have, found by a mark rather than by its place, near what was clicked.
      score: coverage(page, sample, selector, field) * 100 - nearness * 2 - order * 0.5,
    })),
  );
  const [best] = ranked.toSorted((a, b) => b.score - a.score);
  if (best === undefined) return undefined;
  // Who clicks a picture for a title means what it is called.
  const isNamed = clicked.name === "img" && field !== "image" && field !== "link";
  return { selector: best.selector, ...(isNamed && { attribute: "alt" }) };
}

/** The elements that stand for what was clicked: it, and those around it that show nothing else. */
function targetsOf(page: Page, row: Element, clicked: Element, field: Field): Element[] {
  const { $ } = page;
  if (field === "link") {
    const around = elementsOf($(clicked).closest("a[href]"))[0] ?? elementsOf($(clicked).find("a[href]"))[0];
    if (around === undefined) return [row];
    return isWithin($, row, around) ? [around] : [row];
  }
  if (field === "image") {
    const image = clicked.name === "img" ? clicked : elementsOf($(clicked).find("img"))[0];
    const near = image ?? elementsOf($(clicked).closest("a, figure, picture, div").find("img"))[0];
    return near && isWithin($, row, near) ? [near] : imageOf(page, clicked) ? [clicked] : [row];
  }
  const isSame = sameAs(page, clicked, field);
  const targets = [clicked];
  for (let one = parentElement(clicked); one !== null && targets.length < CLIMB_MAX; one = parentElement(one)) {
    if (!isWithin($, row, one) || one === row || !isSame(one)) break;
    targets.push(one);
  }
  return targets;
}

/** Whether another element says the same: the same text, or the same price among what it cost before. */
function sameAs(page: Page, clicked: Element, field: Field): (other: Element) => boolean {
  const text = lineOf(clicked);
  if (field !== "price") return (other) => lineOf(other) === text;
  const hints: Hints = { language: page.language ?? undefined };
  const amount = priceOf(page, clicked, hints)?.amount;
  const isPart = !/\p{Sc}/u.test(text);
  return (other) => {
    const price = priceOf(page, other, hints);
    // "12" of "12,99 €" is a part of a price.
    return price !== null && (price.amount === amount || isPart) && priceText(other).length <= 40;
  };
}

const isWithin = ($: Page["$"], row: Element, element: Element): boolean =>
  element === row || elementsOf($(element).parents()).includes(row);

/** Tags that say what an element is. */
const TELLING = /^(?:h[1-6]|img|picture|time|del|ins)$/;

/** Selectors whose first find in the row is this element, best first. */
function selectorsIn({ $ }: Page, row: Element, target: Element): string[] {
  if (target === row) return [""];
  const parent = parentElement(target);
  const around = parent && parent !== row ? marksOf(parent) : [];
  const place = `${target.name}:nth-of-type(${placeOf(target)})`;
  const candidates = [
    ...marksOf(target),
    ...(TELLING.test(target.name) ? [target.name] : []),
    ...around.map((mark) => `${mark} > ${target.name}`),
    target.name,
    ...around.map((mark) => `${mark} > ${place}`),
    ...(parent && parent !== row ? [`${parent.name} > ${target.name}`] : []),
    ...looksOf(target),
    pathOf(row, target),
  ];
  return candidates.filter((selector) => $(row).find(selector)[0] === target);
}

function pathOf(row: Element, target: Element): string {
  const steps: string[] = [];
  for (let one: Element | null = target; one !== null && one !== row; one = parentElement(one))
    steps.unshift(`${one.name}:nth-of-type(${placeOf(one)})`);
  return `> ${steps.join(" > ")}`;
}

/** In how many of the rows a selector finds something that can be such a field, from 0 to 1, and more for more of it. */
function coverage(page: Page, rows: Element[], selector: string, field: Field): number {
  const worth = rows.map((row) => {
    const element = selector === "" ? row : elementsOf(page.$(row).find(selector))[0];
    return element === undefined ? 0 : worthOf(page, element, field);
  });
  return rows.length === 0 ? 0 : worth.reduce((sum, one) => sum + one, 0) / rows.length;
}

function worthOf(page: Page, element: Element, field: Field): number {
  if (field === "image") return imageOf(page, element) === null ? 0 : 1;
  if (field === "link") return element.attribs.href !== undefined || page.$(element).find("a[href]").length > 0 ? 1 : 0;
  if (field !== "price") return lineOf(element) !== "" || element.attribs.alt ? 1 : 0;
  const price = isWas(element) ? null : priceOf(page, element, {});
  // What also shows the currency, or the price before, is better by a little.
  return price === null ? 0 : 1 + (price.currency === null ? 0 : 0.2) + (price.before === undefined ? 0 : 0.2);
}
