import type { Element } from "domhandler";
import { allInside, childElements, isElement, type Page } from "./dom";
import { resolveImage } from "./urls";

/** Where pages that load pictures late put the address, before the usual place. */
const LATE = [
  ...["data-src", "data-lazy-src", "data-original", "data-lazy", "data-image", "data-img", "data-url", "data-full"],
  ...["data-srcset", "data-lazy-srcset"],
];
/** Pictures that stand in until the real one is loaded, or that only count visits. */
const STAND_IN =
  /(?:^|[/_.-])(?:blank|spacer|pixel|placeholder|transparent|loading|loader|lazy|1x1)[\w-]*\.(?:gif|png|svg|webp)/i;

/** What URLs are resolved against. */
type Origin = Pick<Page, "base" | "url">;

/** The URL of the picture that an element is or holds, as it is when it is loaded. */
export function imageOf(page: Origin, element: Element): string | null {
  const images = element.name === "img" ? [element] : allInside(element, ({ name }) => name === "img");
  for (const image of images) {
    const url = sourceOf(page, image);
    if (url !== null) return url;
  }
  return backgroundOf(page, element);
}

/** An attribute that holds the URL of a picture. */
export const imageUrl = (page: Origin, written: string | null | undefined): string | null =>
  written && !/^\s*data:/i.test(written) ? resolveImage(written, page.base, page.url) : null;

function sourceOf(page: Origin, image: Element): string | null {
  for (const candidate of candidatesOf(image)) {
    const url = imageUrl(page, candidate);
    if (url !== null) return url;
  }
  return null;
}

function* candidatesOf(image: Element): Generator<string | undefined> {
  const { src, srcset, ...others } = image.attribs;
  for (const name of LATE) yield others[name]?.includes(" ") ? largest(others[name]) : others[name];
  if (src !== undefined && !STAND_IN.test(src)) yield src;
  for (const set of [srcset, ...sourcesBeside(image)]) yield largest(set);
}

function sourcesBeside({ parent }: Element): (string | undefined)[] {
  if (!isElement(parent) || parent.name !== "picture") return [];
  return childElements(parent).map(({ attribs }) => attribs.srcset ?? attribs["data-srcset"]);
}

/** The largest picture of a srcset: "a.jpg 1x, b.jpg 2x" or "a.jpg 320w, b.jpg 640w". */
function largest(srcset: string | undefined): string | undefined {
  const candidates = [...(srcset ?? "").matchAll(/([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+)[wxh])?\s*(?:,|$)/g)];
  const sorted = candidates.toSorted((a, b) => Number(b[2] ?? 1) - Number(a[2] ?? 1));
  return sorted[0]?.[1];
}

function backgroundOf(page: Origin, element: Element): string | null {
  const styled = [element, ...allInside(element, ({ attribs }) => attribs.style?.includes("url(") ?? false)];
  for (const { attribs } of styled) {
    const url = imageUrl(page, /url\(\s*["']?([^"')]+)/i.exec(attribs.style ?? "")?.[1]);
    if (url !== null) return url;
  }
  return null;
}
