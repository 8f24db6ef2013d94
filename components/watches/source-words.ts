import type { Recipe } from "@/lib/features/watches/recipe-schemas";

/** What is wrong with an address, as a sentence: what the server says of the field or of the way there. */
export function addressWords(message: string): string {
  if (/^(is|must|has|may|does|leads|names|holds) /.test(message)) return `The address ${message}.`;
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

const KINDS = {
  feed: "as a feed",
  structured: "by the product data of the page",
  json: "by JSONPath",
  html: "by CSS selectors",
} as const satisfies Record<Recipe["kind"], string>;

/** How a source is read, as the end of a sentence. */
export const recipeWords = ({ kind }: Recipe): string => KINDS[kind];

/** The fields of a listing as people call them, in the order they are picked. */
export const FIELD_WORDS = {
  title: "Title",
  link: "Link",
  price: "Price",
  image: "Image",
  date: "Date",
  availability: "Availability",
  text: "Text",
} as const;

export type PickField = keyof typeof FIELD_WORDS;

const isField = (name: string): name is PickField => name in FIELD_WORDS;
export const PICK_FIELDS: readonly PickField[] = Object.keys(FIELD_WORDS).filter(isField);

/** The name of a server, short. */
export function hostOf(url: string): string {
  try {
    return new URL(url).host.replace(/^www\./, "");
  } catch {
    return url;
  }
}
