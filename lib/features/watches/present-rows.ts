import { refuse } from "./ask-host";
import { imagePath } from "./image-path";
import { isParseError } from "./parsing/parse-error";
import type { OutlineNode, Row } from "./parsing/types";
import type { FoundRow, OutlineNode as ShownNode } from "./source-schemas";

/** So many rows are shown before anything is stored. */
export const SHOWN_MAX = 20;

export const presentRow = ({ title, link, text, image, price, availability, publishedAt }: Row): FoundRow => ({
  ...{ title, link, price, availability, publishedAt },
  text: text.slice(0, 500),
  image: image && imagePath(image),
});

export function presentNode({ image, children, ...node }: OutlineNode): ShownNode {
  const path = image && imagePath(image);
  return { ...node, ...(path && { image: path }), ...(children && { children: children.map(presentNode) }) };
}

/**
 * What reading a document gives.
 * @throws invalid_input with why it cannot be read
 */
export async function orRefuse<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (isParseError(error)) return refuse(error.reason);
    throw error;
  }
}
