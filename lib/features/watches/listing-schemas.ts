import { z } from "zod";
import { Id } from "@/lib/shared/ids";
import { Moment } from "@/lib/shared/moment";
import { pageFields, pageOf } from "@/lib/shared/page";
import { Version } from "@/lib/shared/version";

const NOTE_MAX = 2_000;
const Q_MAX = 120;

const moment = z.iso.datetime();
/** A decimal number as text, such as 1234.56. */
const Amount = z.string();

export const Listing = z.strictObject({
  id: Id,
  watchId: Id,
  /** What the watch is called. */
  watchName: z.string(),
  title: z.string(),
  /** An http or https URL at the source. */
  link: z.string().nullable(),
  text: z.string(),
  /** The path of its image in this instance, which fetches it. */
  image: z.string().nullable(),
  price: Amount.nullable(),
  currency: z.string().nullable(),
  /** The price is the least of several: "from 9.99". */
  priceFrom: z.boolean(),
  priceUpTo: Amount.nullable(),
  /** What the source says it cost before. */
  priceBefore: Amount.nullable(),
  lowestPrice: Amount.nullable(),
  /** When it became cheaper than it ever was. */
  newLowAt: moment.nullable(),
  availability: z.enum(["in", "out"]).nullable(),
  publishedAt: moment.nullable(),
  foundAt: moment,
  changedAt: moment,
  goneAt: moment.nullable(),
  backAt: moment.nullable(),
  /** Whether it passes the filters of its watch. */
  matched: z.boolean(),
  savedAt: moment.nullable(),
  hiddenAt: moment.nullable(),
  note: z.string(),
  version: Version,
});
export type Listing = z.infer<typeof Listing>;

/** An item of the list: the text is cut to 300 characters. */
export const SORTS = ["found", "changed", "cheapest", "dearest"] as const;

const truth = z.preprocess(
  (value) => (value === "true" || value === "1" ? true : value === "false" || value === "0" ? false : value),
  z.boolean("must be true or false"),
);
const price = z.preprocess(
  (value) => (typeof value === "string" && /^\d{1,12}(\.\d{1,4})?$/.test(value) ? Number(value) : value),
  z.number("must be a number").min(0).max(1e12),
);

/** Which listings are meant. */
export const listingFilters = {
  watchId: Id.optional(),
  /** Words that stand in title, text or note; the last may be the beginning of one. */
  q: z.string().trim().max(Q_MAX, `must have at most ${Q_MAX} characters`).default(""),
  /** `open`: neither hidden nor gone. */
  show: z.enum(["open", "saved", "hidden", "gone", "all"], "must be open, saved, hidden, gone or all").default("open"),
  /** Also those that the filters of their watch leave out. */
  unmatched: truth.default(false),
  minPrice: price.optional(),
  maxPrice: price.optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "must be a currency such as EUR")
    .optional(),
  inStock: truth.default(false),
  /** Found since then. */
  since: Moment.optional(),
  /** Only those that became cheaper than ever since they were found. */
  newLow: truth.default(false),
  sort: z.enum(SORTS, `must be ${SORTS.join(", ")}`).default("found"),
};

export const ListListingsInput = z.strictObject({ ...listingFilters, ...pageFields });
export type ListingQuery = Omit<z.output<typeof ListListingsInput>, "limit" | "cursor">;
export const ListingPage = pageOf(Listing);

export const ListingInput = z.strictObject({ listingId: Id });

export const UpdateListingInput = z.strictObject({
  listingId: Id,
  saved: z.boolean().optional(),
  hidden: z.boolean().optional(),
  note: z
    .string()
    .max(NOTE_MAX * 2, `must have at most ${NOTE_MAX} characters`)
    .transform((text) => text.replace(/\r\n?/g, "\n").trim())
    .pipe(
      z
        .string()
        .max(NOTE_MAX, `must have at most ${NOTE_MAX} characters`)
        .refine((text) => !/[^\P{Cc}\n\t]|\p{Cs}/u.test(text), "must not hold control characters"),
    )
    .optional(),
});

export const ListPricesInput = z.strictObject({ listingId: Id, ...pageFields });
export const PricePoint = z.strictObject({ at: moment, price: Amount, currency: z.string().nullable() });
export type PricePoint = z.infer<typeof PricePoint>;
/** The newest first. */
export const PricePage = pageOf(PricePoint);

export const ExportListingsInput = z.strictObject({
  ...listingFilters,
  format: z.enum(["csv", "json"], "must be csv or json").default("csv"),
});

/** A secret URL at which a feed reader reads listings. */
export const ListingFeed = z.strictObject({
  id: Id,
  name: z.string(),
  /** The path of the RSS feed; `.atom` and `.json` at its end give the other forms. */
  path: z.string(),
  watchId: Id.nullable(),
  createdAt: moment,
  readAt: moment.nullable(),
});
export type ListingFeed = z.infer<typeof ListingFeed>;
