import { expect, test } from "vitest";
import { cleanLine, cleanText, cut, titleFrom } from "./text";

test("makes one line of a text, without what nobody sees", () => {
  expect(cleanLine("  Tea\n \u00A0 pot\u0000\u200B\uFEFF ")).toBe("Tea pot");
  expect(cleanLine("aus\u00ADverkauft")).toBe("ausverkauft");
  expect(cleanLine("a\uD800b\uDC00")).toBe("ab");
});

test("keeps lines of a text, with one empty line between them at most", () => {
  expect(cleanText("a \r\n\n\n\n b\u2028c ")).toBe("a\n\nb\nc");
});

test("takes away what turns the order of what follows", () => {
  expect(cleanLine("safe\u202Egpj.exe")).toBe("safegpj.exe");
  expect(cleanLine("a \u2067b\u2069 c")).toBe("a \u2067b\u2069 c");
  expect(cleanLine("a \u2067b c")).toBe("a b c");
});

test("never cuts through a character", () => {
  expect(cut("ab👩‍👩‍👧cd", 5)).toBe("ab");
  expect(cut("e\u0301e\u0301", 3)).toBe("e\u0301");
  expect(cut("🇦🇹🇩🇪", 6)).toBe("🇦🇹");
  expect(cut("abc", 3)).toBe("abc");
  expect(cut(`a${"\u0301".repeat(1_000)}`, 10)).toHaveLength(10);
});

test("names a row without a title by the beginning of its text", () => {
  expect(titleFrom("No id here\nand more")).toBe("No id here");
  expect(titleFrom("word ".repeat(50))).toMatch(/^(word ){19}word…$/);
});
