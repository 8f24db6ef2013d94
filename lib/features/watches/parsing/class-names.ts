import type { Element } from "domhandler";

/** What an element is at the moment, or its place among others: not what it is. */
const STATE =
  /^(?:is|has|js|no)-|^(?:active|inactive|selected|current|open|closed|hidden|visible|show|shown|hover|focus|disabled|enabled|loaded|loading|lazy\w*|first|last|odd|even|new|sale|hot|featured|promoted|top|clearfix|cf|row-?\d+|item-?\d+|post-\d+|product-\d+|alternate|alt|animated|fade|in|out|collapsed?|expanded|unread|read|visited|sold|ended)$/i;

/** How something looks, in the words of Tailwind and Bootstrap. */
const LOOK =
  /^-?(?:[a-z]+:)|^!|\[|^-?(?:m|p|w|h|mx|my|mt|mb|ml|mr|ms|me|px|py|pt|pb|pl|pr|ps|pe|gap|space|inset|top|left|right|bottom|z|order|basis|grow|shrink|cols?|row|grid|flex|text|bg|font|leading|tracking|border|rounded|shadow|opacity|ring|min|max|object|overflow|justify|items|self|content|place|float|align|d|col|g|fs|fw|lh|offset|transition|duration|ease|cursor|select|whitespace|break|aspect|line-clamp|divide|from|to|via)-[\w./%-]+$|^(?:flex|grid|block|inline|inline-block|inline-flex|hidden|relative|absolute|static|sticky|fixed|container|container-fluid|row|col|truncate|uppercase|lowercase|capitalize|italic|underline|antialiased|group|peer|border|rounded|shadow|transition|w-full|sr-only|visually-hidden|line-through|clear|pull-left|pull-right)$/;

/** What a build made up: css-1x2y3z, sc-bdVaJa, _3xYz9, jss123. */
function isMadeUp(name: string): boolean {
  if (
    /^(?:css|sc|jsx|jss|emotion|styled|svelte|astro|data-v)-?[a-z0-9]*[A-Z0-9]/.test(name) &&
    /\d|[a-z][A-Z]/.test(name)
  )
    return true;
  if (
    /^_{0,2}[a-zA-Z0-9]{5,10}_{0,2}$/.test(name) &&
    /\d/.test(name) &&
    /[a-zA-Z]\d+[a-zA-Z]|\d[a-zA-Z]+\d|^_/.test(name)
  )
    return true;
  if (/^[a-z]{1,3}[A-Z][a-zA-Z]{2,6}$/.test(name) && (name.match(/[A-Z]/g)?.length ?? 0) >= 2) return true;
  return /\d{4,}/.test(name);
}

/** The part of a name of CSS modules that its writer chose: Card_title__ of Card_title__x1Y2z. */
const modulePrefix = (name: string): string | undefined =>
  /^([A-Za-z][\w-]*?_[A-Za-z][\w-]*?__)[\w-]{4,}$/.exec(name)?.[1];

const classesOf = ({ attribs }: Element): string[] => (attribs.class ?? "").split(/\s+/).filter((name) => name !== "");

const isPlain = (name: string): boolean =>
  /^-?[_a-zA-Z][\w-]*$/.test(name) || /^[^\p{ASCII}\d][\p{L}\p{N}_-]*$/u.test(name);

/** The classes of an element that say what it is, and will say so when the page is made anew. */
export const stableClasses = (element: Element): string[] =>
  classesOf(element).filter(
    (name) =>
      isPlain(name) && !STATE.test(name) && !LOOK.test(name) && !isMadeUp(name) && modulePrefix(name) === undefined,
  );

const MARKERS = [
  "data-testid",
  "data-test",
  "data-test-id",
  "data-qa",
  "data-cy",
  "data-role",
  "data-component",
  "itemprop",
];

/** Selectors of an element that do not depend on its place, best first; none when it has no mark of its own. */
export function marksOf(element: Element): string[] {
  const { name, attribs } = element;
  const marked = MARKERS.flatMap((marker) => {
    const value = attribs[marker];
    return value && /^[\w -]{1,60}$/.test(value) && !/\d{3,}/.test(value) ? [`[${marker}="${value}"]`] : [];
  });
  const classes = stableClasses(element).map((one) => `${name}.${one}`);
  const modules = classesOf(element).flatMap((one) => modulePrefix(one) ?? []);
  return [...marked, ...classes, ...modules.map((prefix) => `${name}[class*="${prefix}"]`)];
}

/** Selectors by how an element looks, for want of better ones. */
export const looksOf = (element: Element): string[] =>
  classesOf(element)
    .filter((name) => /^[a-z][a-z-]*(?:-\d{1,3})?$/.test(name) && LOOK.test(name) && !STATE.test(name))
    .map((name) => `${element.name}.${name}`);

/** An id that its writer chose. */
export const stableId = ({ attribs }: Element): string | undefined => {
  const id = attribs.id?.trim() ?? "";
  return /^[A-Za-z][\w-]*$/.test(id) && !isMadeUp(id) && !/\d{3,}|:r/.test(id) ? id : undefined;
};
