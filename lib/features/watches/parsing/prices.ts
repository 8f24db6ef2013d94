import { compareAmounts, NUMBER_PATTERN, notationOf, readAmount } from "./amounts";
import { CURRENCY_PATTERN, currencyOf, isWhole } from "./currencies";
import { asciiNumbers } from "./digits";
import { ASIDE, FROM, LABEL, matches, RANGE, ROUNDED, UNIT, WAS } from "./price-words";
import type { Hints, Notation, Price } from "./types";

type Token = { kind: "number" | "currency"; text: string; start: number; end: number };
type Found = { amount: string; currency: string | null; start: number; end: number; left: string; right: string };

/** How much of a text is looked at, and how much around a number. */
const TEXT_MAX = 1_000;
const AROUND = 40;
const NUMBER = /\d/;
const CURRENCY = new RegExp(CURRENCY_PATTERN, "u");
/** "12€50" */
const SPLIT = /(\d)€(\d{2})(?![\d.,]|\s?€)/g;
const TOKEN = new RegExp(`(?<number>${NUMBER_PATTERN})|(?<currency>${CURRENCY_PATTERN})`, "gu");

/**
 * The price that a text names. Of several it is the one of the thing itself: not what it cost before, a kilogram of it, its
 * shipping, or it without tax. A number without a currency is a price only when nothing but a label stands beside it.
 */
export function readPrice(text: string, hints: Pick<Hints, "notation" | "language"> = {}): Price | null {
  const line = asciiNumbers(text).slice(0, TEXT_MAX).replace(SPLIT, "$1,$2 €");
  if (!NUMBER.test(line)) return null;
  const found = findPrices(line, hints);
  const [best] = found.toSorted((a, b) => weight(a, line) - weight(b, line));
  if (best === undefined) return null;
  const price: Price = { amount: best.amount, currency: best.currency };
  const upper = found.find((one) => one.start > best.end && RANGE.test(line.slice(best.end, one.start)));
  const was = found.find((one) => one !== best && matches(WAS, one.left, one.right));
  if (upper && compareAmounts(upper.amount, best.amount) > 0) price.upTo = upper.amount;
  else if (matches(FROM, best.left, best.right)) price.from = true;
  if (was && compareAmounts(was.amount, best.amount) > 0) price.before = was.amount;
  return price;
}

/** Whether a text may name a price with its currency: it has a number, and what stands for one. */
export function namesPrice(text: string): boolean {
  const line = asciiNumbers(text);
  return NUMBER.test(line) && CURRENCY.test(line);
}

/** Which notation these texts are written in, when those that show it agree. */
export function commonNotation(texts: string[]): Notation | undefined {
  const seen = new Set(texts.flatMap((text) => tokensOf(asciiNumbers(text).slice(0, TEXT_MAX)).flatMap(shownBy)));
  return seen.size === 1 ? [...seen][0] : undefined;
}

const shownBy = ({ kind, text }: Token): Notation[] => {
  const notation = kind === "number" ? notationOf(text) : undefined;
  return notation === undefined ? [] : [notation];
};

function tokensOf(line: string): Token[] {
  return [...line.matchAll(TOKEN)].map((match) => {
    const kind = match.groups?.number === undefined ? "currency" : "number";
    const text = kind === "number" ? match[0].replace(/[.,'’]+$/, "") : match[0];
    return { kind, text, start: match.index, end: match.index + text.length };
  });
}

function findPrices(line: string, hints: Pick<Hints, "notation" | "language">): Found[] {
  const tokens = tokensOf(line);
  const isPrefix =
    tokens[0]?.kind === "currency" && tokens[1]?.kind === "number" && isBeside(tokens[0], tokens[1], line);
  const priced: Found[] = [];
  tokens.forEach((token, index) => {
    const rest = line.slice(token.end, token.end + AROUND);
    if (token.kind === "currency" || /^\s?%/.test(rest) || ROUNDED.test(rest)) return;
    const [previous, next] = [tokens[index - 1], tokens[index + 1]];
    const sides = [previous, next].filter((one): one is Token => one?.kind === "currency");
    const near = sides.filter((side) => isBeside(side, token, line));
    const sign = (isPrefix ? near : near.toReversed())[0];
    const currency = sign ? currencyOf(nameOf(sign, [...near, tokens[index - 2]], line), hints.language) : null;
    const amount = readAmount(token.text, hints.notation, isWhole(currency));
    if (amount === null) return;
    const start = Math.min(token.start, sign?.start ?? token.start);
    const end = Math.max(token.end, sign?.end ?? token.end);
    const [left, right] = [line.slice(Math.max(0, start - AROUND), start), line.slice(end, end + AROUND)];
    priced.push({ amount, currency: sign ? (currency ?? "") : null, start, end, left, right });
  });
  return kept(priced, line).map((one) => ({ ...one, currency: one.currency || null }));
}

/** "$" beside a code of ISO 4217 means that one: "MXN $5", "$5 CAD". */
function nameOf(sign: Token, others: (Token | undefined)[], line: string): string {
  if (sign.text !== "$") return sign.text;
  const isCode = (one: Token | undefined): one is Token => one !== undefined && /^[A-Z]{3}$/.test(one.text);
  const code = others.filter(isCode).find((one) => one.start > sign.start || isBeside(one, sign, line));
  return code?.text ?? sign.text;
}

/** Numbers without a currency: one end of a range whose other end has it, or alone in the text. */
function kept(found: Found[], line: string): Found[] {
  const priced = found.filter(({ currency }) => currency !== null);
  const only = found[0];
  if (priced.length === 0) return only && found.length === 1 && isAlone(only, line) ? [only] : [];
  return found.flatMap((one, index) => {
    if (one.currency !== null) return [one];
    const next = found[index + 1];
    const isLower = next?.currency && RANGE.test(line.slice(one.end, next.start));
    return isLower ? [{ ...one, currency: next.currency }] : [];
  });
}

const isAlone = (one: Found, line: string): boolean =>
  LABEL.test(line.slice(0, one.start).replace(FROM[0], "")) && /^[\s\p{P}\p{S}]*$/u.test(line.slice(one.end));

/** Whether nothing but blanks, or marks for no fraction, stands between a number and a currency. */
function isBeside(a: Token, b: Token, line: string): boolean {
  const [first, second] = a.start < b.start ? [a, b] : [b, a];
  return (
    /^[\s.,*]*[-\u2010-\u2015\u2212]{0,2}\s*$/u.test(line.slice(first.end, second.start)) &&
    second.start - first.end <= 4
  );
}

/** How little a number is the price of the thing itself. */
function weight(one: Found, line: string): number {
  const isInner =
    line.lastIndexOf("(", one.start) > line.lastIndexOf(")", one.start) && line.indexOf(")", one.end) !== -1;
  const isTakenOff = /[-\u2212\u2013+]\s?$/.test(one.left) && !/\d[\s\p{Sc}\p{L}]*[-\u2212\u2013+]\s?$/u.test(one.left);
  return (
    (isInner ? 8 : 0) +
    (matches(ASIDE, one.left, one.right) || isTakenOff ? 8 : 0) +
    (matches(WAS, one.left, one.right) ? 6 : 0) +
    (UNIT.test(one.right) ? 5 : 0) +
    (matches(FROM, one.left, one.right) ? 1 : 0)
  );
}
