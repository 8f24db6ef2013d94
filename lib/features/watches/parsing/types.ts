/** What was fetched: the bytes as they are after unpacking, and what is needed to read them. */
export type SourceDocument = {
  bytes: Uint8Array;
  contentType: string | null;
  /** The URL after redirects: what relative links are resolved against. */
  url: string;
  status?: number;
};

export const FIELDS = ["title", "link", "price", "availability", "image", "date", "text", "id"] as const;
export type Field = (typeof FIELDS)[number];

/** Where in a row of a page a field stands. */
export type FieldPick = {
  /** A CSS selector inside the row; "" is the row itself. */
  selector: string;
  attribute?: string;
};

/** How the rows of a document are found. */
export type Recipe =
  /** RSS 0.9 to 2.0, RDF, Atom, JSON Feed. */
  | { kind: "feed" }
  /** JSON-LD and microdata of schema.org, Open Graph. */
  | { kind: "structured" }
  /** JSONPath (RFC 9535): `rows` from the root of the document, each field from its row. */
  | { kind: "json"; rows: string; fields: Partial<Record<Field, string>> }
  | {
      kind: "html";
      /** A CSS selector of the element that holds the rows: there and without rows is an empty list, absent is a failure. */
      list?: string;
      rows: string;
      fields: Partial<Record<Field, FieldPick>>;
    };

/** What is known of a source from earlier runs, or from the member. */
export type Hints = {
  /** BCP 47, such as de-AT. */
  language?: string;
  /** What stands before the fraction of a price. */
  notation?: Notation;
  /** IANA; for dates that name no zone. UTC without it. */
  timeZone?: string;
  /** ISO 8601: when the document was fetched, against which dates are doubted. Now without it. */
  now?: string;
};

export type Notation = "comma" | "point";

export type Price = {
  /** A decimal number as exact text: "1234.56". */
  amount: string;
  /** ISO 4217. */
  currency: string | null;
  /** Whether the amount is the least of several: "from 9.99". */
  from?: boolean;
  /** The other end of a range. */
  upTo?: string;
  /** What it cost before. */
  before?: string;
};

export type Availability = "in" | "out";

export type Row = {
  /** Identity inside the source, the same in every run; at most 200 characters. */
  key: string;
  id: string | null;
  title: string;
  link: string | null;
  text: string;
  image: string | null;
  price: Price | null;
  availability: Availability | null;
  /** ISO 8601, in UTC. */
  publishedAt: string | null;
  /** A date that cannot be when the row was published: it is sorted by its discovery. */
  dateDoubtful?: boolean;
};

/** Something about a document that a member may want to know, and that kept nothing from being read. */
export type Note = { code: NoteCode; detail?: string };
export type NoteCode =
  /** The document ends before its end: what stands before is kept. */
  | "cut_off"
  /** There are more rows than are read. */
  | "rows_left_out"
  /** Several rows have the same id. */
  | "doubled_id"
  /** A row says two different prices. */
  | "two_prices"
  /** A date names a winter zone in summer ("EST in July"), or the other way round. */
  | "summer_zone"
  | "date_unread"
  | "price_unread"
  /** The document says a character set that it is not written in. */
  | "wrong_charset";

export type Parsed = {
  title: string | null;
  language: string | null;
  rows: Row[];
  /** Whether the document was there to its end. When not, a row that is missing is not gone. */
  complete: boolean;
  notes: Note[];
  /** The notation that the prices are written in, when that is clear. */
  notation?: Notation;
};

/** A feed that a page names, or a usual place of one. */
export type FoundFeed = {
  url: string;
  title: string | null;
  type: string | null;
  /** Nobody named it: it may not be there. */
  guess?: boolean;
};

export type Suggestion = {
  recipe: Recipe;
  /** What it is, for a member: "Feed", "Product data of the page", "12 rows like “Oak bench”". */
  label: string;
  /** The first 20. */
  rows: Row[];
  count: number;
};

export type Detection = {
  kind: "feed" | "json" | "page";
  title: string | null;
  language: string | null;
  feeds: FoundFeed[];
  /** Best first. */
  recipes: Suggestion[];
  /** Whether the page shows nothing without scripts. */
  needsJavaScript: boolean;
};

export type OutlineTag =
  | ("block" | "text" | "heading" | "paragraph" | "link" | "image" | "list" | "item" | "table" | "row" | "cell")
  /** What is bold, deleted or inserted matters where prices are read. */
  | ("strong" | "deleted" | "button");

/** An element of a page as a person sees it. */
export type OutlineNode = {
  /** The same for the same bytes: the place of the element in document order. */
  ref: number;
  tag: OutlineTag;
  /** Only with "text". */
  text?: string;
  /** An http or https URL. */
  image?: string;
  href?: string;
  /** Of a heading, 1 to 6. */
  level?: number;
  children?: OutlineNode[];
};

export type Outline = {
  title: string | null;
  language: string | null;
  direction: "ltr" | "rtl";
  root: OutlineNode;
  /** Whether the page has more than is shown. */
  cut: boolean;
  needsJavaScript: boolean;
};

export type Picks = {
  /** The refs that were clicked inside one or two example rows. */
  rows: number[];
  /** The ref that was clicked for a field. */
  fields: Partial<Record<Field, number>>;
};
