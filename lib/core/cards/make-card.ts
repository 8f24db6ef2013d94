import type { CardFace } from "./registry";
import { CARD_MAX, Card } from "./schemas";

/**
 * The card of a thing as its feature tells it, every text on one line and no longer than a card holds. Facts without a
 * value are left out.
 * @throws ZodError when the feature tells no title or a path that leads elsewhere
 */
export function makeCard(kind: string, id: string, face: CardFace): Card {
  const { title, url, text = "", image = null, facts = [] } = face;
  return Card.parse({
    kind,
    id,
    title: fit(title, CARD_MAX.title),
    text: fit(text, CARD_MAX.text),
    url,
    image,
    facts: facts
      .map(({ label, value }) => ({ label: fit(label, CARD_MAX.label), value: fit(value, CARD_MAX.value) }))
      .filter(({ value }) => value !== "")
      .slice(0, CARD_MAX.facts),
  });
}

/** Half characters and control characters would be refused by the database. */
function fit(text: string, max: number): string {
  const line = text
    .replaceAll(/\p{Cs}/gu, "\ufffd")
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim();
  if (line.length <= max) return line;
  return `${line
    .slice(0, max - 1)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trimEnd()}…`;
}
