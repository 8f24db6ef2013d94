import type { Notation } from "./types";

/** A number as it stands in a text: groups of three after blanks, or digits with marks between them. */
export const NUMBER_PATTERN = String.raw`(?<![\d.,])(?:\d{1,3}(?:[ \u00A0\u202F\u2009]\d{3})+(?!\d)(?:[.,]\d{1,3}(?!\d))?|\.?\d[\d.,'’]*)`;

/** Which notation a number is certainly written in; undefined when it could be both, or has neither mark. */
export function notationOf(written: string): Notation | undefined {
  const marks = trimmed(written).replace(/[^.,]/g, "");
  const last = marks.at(-1);
  if (last === undefined) return undefined;
  const digits = trimmed(written).split(last).at(-1)?.length ?? 0;
  const isFraction = marks.indexOf(last) === marks.length - 1 && (digits !== 3 || marks.length > 1);
  const isGroup = marks.indexOf(last) !== marks.length - 1;
  if (isFraction) return last === "," ? "comma" : "point";
  if (isGroup && digits === 3) return last === "," ? "point" : "comma";
  return undefined;
}

/**
 * A number of a text as a decimal: "1.234,56" is 1234.56, and so is "1'234.56". One mark before three digits groups
 * them, unless `notation` says that it begins the fraction, or nothing but 0 stands before it. Null when it is no number.
 */
export function readAmount(written: string, notation?: Notation, whole = false): string | null {
  const plain = trimmed(written).replace(/[\s\u00A0\u202F\u2009'’]/g, "");
  const marks = plain.replace(/\d/g, "");
  const last = marks.at(-1);
  if (last === undefined) return normal(plain, "");
  const at = plain.lastIndexOf(last);
  const [before, after] = [plain.slice(0, at), plain.slice(at + 1)];
  const isRepeated = marks.indexOf(last) !== marks.length - 1;
  if (isRepeated) return isGrouped(plain, last) ? normal(plain.replace(/[.,]/g, ""), "") : null;
  if (marks.length > 1) return isGrouped(before, marks[0] ?? "") ? normal(before.replace(/[.,]/g, ""), after) : null;
  const isFraction = after.length !== 3 || /^0?$/.test(before) || (!whole && notation === markName(last));
  return isFraction ? normal(before, after) : normal(before + after, "");
}

const markName = (mark: string): Notation => (mark === "," ? "comma" : "point");

/** Groups of two or three digits between the first and the last, as in Europe and in India, all by one mark. */
const isGrouped = (digits: string, mark: string): boolean =>
  new RegExp(`^\\d{1,3}(?:[${mark}]\\d{2,3})*[${mark}]\\d{3}$`).test(digits);

/** What ends a sentence or stands for no fraction (",–") is no part of the number. */
const trimmed = (written: string): string => written.replace(/[.,'’]+$/, "");

const INTEGER_MAX = 15;

/** A decimal without leading zeros; with a fraction it has at least two digits of it, without one it has none. */
function normal(whole: string, fraction: string): string | null {
  const integer = whole.replace(/^0+(?=\d)/, "") || "0";
  if (integer.length > INTEGER_MAX) return null;
  const rest = fraction.replace(/0+$/, "").slice(0, 6);
  return rest === "" ? integer : `${integer}.${rest.padEnd(2, "0")}`;
}

/** A number of data, where the dot begins the fraction: 140.000 is 140. Null for anything else. */
export function plainAmount(value: unknown): string | null {
  const text = typeof value === "number" ? decimal(value) : typeof value === "string" ? value.trim() : "";
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  return match ? normal(match[1] ?? "", match[2] ?? "") : null;
}

/** A number without an exponent. */
const decimal = (value: number): string => (Number.isFinite(value) ? value.toFixed(6) : "");

/** -1, 0 or 1, as decimals without a sign compare. */
export function compareAmounts(a: string, b: string): number {
  return Math.sign(Number(a) - Number(b));
}
