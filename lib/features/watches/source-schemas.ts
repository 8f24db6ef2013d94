import { z } from "zod";
import { Id } from "@/lib/shared/ids";
import { FIELDS } from "./parsing/types";
import { Recipe } from "./recipe-schemas";
import { SourceUrl } from "./watch-schemas";

const REFS_MAX = 20;

export const Price = z.strictObject({
  /** A decimal number. */
  amount: z.string(),
  /** ISO 4217; null where the source names none. */
  currency: z.string().nullable(),
  /** "from 9.99": the least of several. */
  from: z.boolean().optional(),
  upTo: z.string().optional(),
  before: z.string().optional(),
});

/** A row as it would be stored. */
export const FoundRow = z.strictObject({
  title: z.string(),
  link: z.string().nullable(),
  text: z.string(),
  /** Shown through `/api/v1/images/`: the path there. */
  image: z.string().nullable(),
  price: Price.nullable(),
  availability: z.enum(["in", "out"]).nullable(),
  publishedAt: z.iso.datetime().nullable(),
});
export type FoundRow = z.infer<typeof FoundRow>;

const FoundFeed = z.strictObject({
  url: z.string(),
  title: z.string().nullable(),
  type: z.string().nullable(),
  /** Nobody named it: it may not be there. */
  guess: z.boolean(),
});

const Suggestion = z.strictObject({
  recipe: Recipe,
  label: z.string(),
  rows: z.array(FoundRow),
  count: z.number().int(),
});

export const DetectSourceInput = z.strictObject({ url: SourceUrl });

/** What stands behind a URL, and how it could be read. */
export const DetectedSource = z.strictObject({
  /** The page as it was fetched, for `pick`; it is kept for an hour. */
  snapshotId: Id,
  /** Where the URL led. */
  url: z.string(),
  kind: z.enum(["feed", "json", "page"]),
  title: z.string().nullable(),
  feeds: z.array(FoundFeed),
  /** Best first. */
  suggestions: z.array(Suggestion),
  needsJavaScript: z.boolean(),
});
export type DetectedSource = z.infer<typeof DetectedSource>;

export const OutlineInput = z.strictObject({ snapshotId: Id });

/** An element of a page as a person sees it; see parsing/types.ts. */
export const OutlineNode = z.strictObject({
  ref: z.number().int(),
  tag: z.string(),
  text: z.string().optional(),
  /** The path of the image in this instance. */
  image: z.string().optional(),
  href: z.string().optional(),
  level: z.number().int().optional(),
  get children() {
    return z.array(OutlineNode).optional();
  },
});
export type OutlineNode = z.infer<typeof OutlineNode>;

export const PageOutline = z.strictObject({
  title: z.string().nullable(),
  language: z.string().nullable(),
  direction: z.enum(["ltr", "rtl"]),
  root: OutlineNode,
  /** Whether the page has more than is shown. */
  cut: z.boolean(),
  needsJavaScript: z.boolean(),
});
export type PageOutline = z.infer<typeof PageOutline>;

const ref = z.number().int().min(0).max(10_000_000);

/** Either what was clicked, or a recipe to try. */
export const PickRowsInput = z
  .strictObject({
    snapshotId: Id,
    picks: z
      .strictObject({
        /** What was clicked inside one or two example rows. */
        rows: z.array(ref).min(1).max(REFS_MAX),
        /** What was clicked for a field. */
        fields: z.partialRecord(z.enum(FIELDS), ref).default({}),
      })
      .optional(),
    recipe: Recipe.optional(),
  })
  .refine(({ picks, recipe }) => (picks === undefined) !== (recipe === undefined), {
    message: "give either picks or a recipe",
    path: ["picks"],
  });

/** The recipe, and what would be stored. */
export const PickedRows = z.strictObject({
  recipe: Recipe,
  rows: z.array(FoundRow),
  count: z.number().int(),
  notes: z.array(z.strictObject({ code: z.string(), detail: z.string().optional() })),
});
export type PickedRows = z.infer<typeof PickedRows>;

/** What a run would bring now. */
export const WatchPreview = z.strictObject({
  count: z.number().int(),
  new: z.array(FoundRow),
  changed: z.array(FoundRow),
  /** Titles of what is not there any more. */
  gone: z.array(z.string()),
  /** How many there are of each, as at most 50 are shown. */
  newCount: z.number().int(),
  changedCount: z.number().int(),
  goneCount: z.number().int(),
  matchedCount: z.number().int(),
  notes: z.array(z.strictObject({ code: z.string(), detail: z.string().optional() })),
});
export type WatchPreview = z.infer<typeof WatchPreview>;
