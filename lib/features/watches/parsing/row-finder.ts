import { compile } from "css-select";
import type { Element } from "domhandler";
import { elementsOf, firstInside, type Page, parentElement } from "./dom";
import { ParseError } from "./parse-error";

/** Finds an element in a row; null when the row has none. */
export type Finder = (row: Element) => Element | null;

/** What stands beside a row, or is asked of the row itself, Cheerio alone knows how to find. */
const BESIDE_ROW = /[+~]|:scope/i;

/**
 * Finds the first element of a selector in row after row, as `$(row).find(selector)` does, which would read the selector
 * anew for each; "" is the row itself.
 * @throws ParseError bad_selector, at the first row
 */
export function finderOf({ $ }: Page, selector: string): Finder {
  if (selector === "") return (row) => row;
  const slow: Finder = (row) => {
    try {
      return elementsOf($(row).find(selector))[0] ?? null;
    } catch {
      throw new ParseError("bad_selector", selector);
    }
  };
  if (BESIDE_ROW.test(selector)) return slow;
  // A compiled selector looks here what it is relative to: so css-select itself does for each element with :has.
  const scope: Element[] = [];
  let test: ((element: Element) => boolean) | null | undefined;
  return (row) => {
    // Below no element, selectors are not compiled as relative to one.
    if (parentElement(row) === null) return slow(row);
    scope[0] = row;
    if (test === undefined) test = compiled(selector, scope);
    return test === null ? slow(row) : firstInside(row, test);
  };
}

/** Null for what is written wrongly, or as jQuery does: "li:first". */
function compiled(selector: string, scope: Element[]): ((element: Element) => boolean) | null {
  try {
    // What an element is not for one row, it may be for the next.
    return compile(selector, { cacheResults: false }, scope);
  } catch {
    return null;
  }
}
