const OTHER = /[\u0660-\u0669\u066B\u066C\u06F0-\u06F9\uFF01-\uFF5E\uFFE1\uFFE5\uFFE6]/;

/** Digits and marks of Arabic, and all of full width, as those of ASCII. */
export const asciiNumbers = (text: string): string => (OTHER.test(text) ? asAscii(text) : text);

const asAscii = (text: string): string =>
  text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCodePoint((wide.codePointAt(0) ?? 0) - 0xfee0))
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
    .replace(/\uFFE5/g, "¥")
    .replace(/\uFFE6/g, "₩")
    .replace(/\uFFE1/g, "£")
    .replace(/\u066B/g, ".")
    .replace(/\u066C/g, ",");
