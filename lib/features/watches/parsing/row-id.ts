import type { Element } from "domhandler";
import type { FieldPick } from "./types";

const NAMES = [
  ...["data-id", "data-item-id", "data-product-id", "data-productid", "data-listing-id", "data-sku", "data-asin"],
  ...["data-ad-id", "data-adid", "data-entry-id", "data-job-id", "data-topic-id"],
];

/** The attribute of rows that holds their ids: all have it, and no two the same. */
export function idPick(rows: Element[]): FieldPick | undefined {
  const attribute = NAMES.find((name) => {
    const ids = rows.map(({ attribs }) => attribs[name]).filter(Boolean);
    return ids.length === rows.length && new Set(ids).size === rows.length;
  });
  return attribute === undefined ? undefined : { selector: "", attribute };
}
