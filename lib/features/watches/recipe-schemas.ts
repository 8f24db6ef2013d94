import { z } from "zod";
import { FIELDS } from "./parsing/types";

/** The longest selector or path, in characters. */
const SELECTOR_MAX = 500;

const selector = z.string().trim().max(SELECTOR_MAX, `must have at most ${SELECTOR_MAX} characters`);
const field = z.enum(FIELDS, "is not a known field");

/** A JSONPath (RFC 9535): of a field, from its row. */
const JsonPath = selector.regex(/^\$/, "must be a JSONPath, beginning with $");

const FieldPick = z.strictObject({
  /** Inside the row; "" is the row itself. */
  selector,
  attribute: z
    .string()
    .regex(/^[a-zA-Z_:][\w:.-]{0,80}$/, "must be the name of an attribute")
    .optional(),
});

/** How rows are found in a document: by the form of a feed, by what a page says in data, by JSONPath, by CSS selectors. */
export const Recipe = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("feed") }),
    z.strictObject({ kind: z.literal("structured") }),
    z.strictObject({ kind: z.literal("json"), rows: JsonPath, fields: z.partialRecord(field, JsonPath) }),
    z.strictObject({
      kind: z.literal("html"),
      list: selector.min(1).optional(),
      rows: selector.min(1, "is required"),
      fields: z.partialRecord(field, FieldPick),
    }),
  ],
  "must be feed, structured, json or html",
);
export type Recipe = z.infer<typeof Recipe>;
