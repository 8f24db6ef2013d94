import { z } from "zod";

/** How many words or phrases a filter names at most, and how long each may be, in characters. */
const WORDS_MAX = 20;
const WORD_MAX = 80;
const PATTERN_MAX = 200;

const word = z.string().trim().min(1, "is required").max(WORD_MAX, `must have at most ${WORD_MAX} characters`);
const words = z.array(word).max(WORDS_MAX, `must hold at most ${WORDS_MAX} words`).default([]);

const isPattern = (text: string): boolean => {
  try {
    return Boolean(new RegExp(text, "iu"));
  } catch {
    return false;
  }
};

/** A regular expression, without slashes; upper and lower case are the same to it. */
const Pattern = z
  .string()
  .trim()
  .max(PATTERN_MAX, `must have at most ${PATTERN_MAX} characters`)
  .refine(isPattern, "must be a regular expression");

/** An amount in the currency of the source. */
const amount = z.number("must be a number").min(0).max(1e12);

/** What a listing must be like to match a watch. Nothing is asked by default. */
export const Filters = z
  .strictObject({
    /** At least one of them stands in title or text. */
    include: words,
    /** None of them does. */
    exclude: words,
    /** The title or the text fits it. */
    pattern: Pattern.nullable().default(null),
    minPrice: amount.nullable().default(null),
    maxPrice: amount.nullable().default(null),
    /** Only what is not sold out. */
    inStock: z.boolean().default(false),
    /** Published at most so many days ago; found, where no date is given. */
    maxAgeDays: z.number().int().min(1).max(3650).nullable().default(null),
  })
  .refine(({ minPrice, maxPrice }) => minPrice === null || maxPrice === null || minPrice <= maxPrice, {
    message: "must not be below the lowest price",
    path: ["maxPrice"],
  });
export type Filters = z.infer<typeof Filters>;

export const NO_FILTERS: Filters = Filters.parse({});
