/** Digits and marks of Arabic, and all of full width, as those of ASCII. */
export const asciiNumbers = (text: string): string =>
  text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCodePoint((wide.codePointAt(0) ?? 0) - 0xfee0))
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
    .replace(/\uFFE5/g, "¥")
    .replace(/\uFFE6/g, "₩")
    .replace(/\uFFE1/g, "£")
    .replace(/\u066B/g, ".")
    .replace(/\u066C/g, ",");
