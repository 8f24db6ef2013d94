import { expect, test } from "vitest";
import { compareAmounts, notationOf, plainAmount, readAmount } from "./amounts";
import { commonNotation, readPrice } from "./prices";
import type { Hints } from "./types";

/** "12 EUR", and what else is known. */
function inWords(text: string, hints: Hints = {}): string {
  const price = readPrice(text, hints);
  if (price === null) return "none";
  const { amount, currency, from, upTo, before } = price;
  return [amount, currency, from && "from", upTo && `to ${upTo}`, before && `before ${before}`]
    .filter(Boolean)
    .join(" ");
}

test.each([
  ["1.234,56 €", "1234.56 EUR"],
  ["$1,234.56", "1234.56 USD"],
  ["CHF 1'234.–", "1234 CHF"],
  ["1’234.50 CHF", "1234.50 CHF"],
  ["Rs. 12,34,567", "1234567 INR"],
  ["12 EUR pro Stück", "12 EUR"],
  ["1\u202F770,00 €", "1770 EUR"],
  ["1\u00A0770,00 €", "1770 EUR"],
  ["1 770,00 €", "1770 EUR"],
  ["1.015 EUR", "1015 EUR"],
  ["0.125 £", "0.125 GBP"],
  ["£.99", "0.99 GBP"],
  ["12,– €", "12 EUR"],
  ["1.299,- €", "1299 EUR"],
  ["5 zł", "5 PLN"],
  ["R$ 2.879,2", "2879.20 BRL"],
  ["12,800円", "12800 JPY"],
  ["￥１２，８００（税込）", "12800 JPY"],
  ["١٬٢٣٤٫٥٠ ر.س", "1234.50 SAR"],
  ["EUR 9,99*", "9.99 EUR"],
  ["USD 12", "12 USD"],
  ["$ 35.00 USD", "35 USD"],
  ["USD 12 EUR 10", "12 USD"],
  ["€ 640,", "640 EUR"],
  ["12€50", "12.50 EUR"],
  ["AU $15", "15 AUD"],
  ["MXN $1,200.00", "1200 MXN"],
  ["$1,200 CAD", "1200 CAD"],
  ["Rp 150.000", "150000 IDR"],
  ["1 200 000 ₽", "1200000 RUB"],
  ["3.000.000 ₫", "3000000 VND"],
])("reads %s as %s", (text, words) => {
  expect(inWords(text)).toBe(words);
});

test.each([
  ["from 9,99 €", "9.99 EUR from"],
  ["12.800 円から", "12800 JPY from"],
  ["129,99 € (14,44 €/kg)", "129.99 EUR"],
  ["19.99 EUR / 100 g, 5.00 EUR", "5 EUR"],
  ["10,00 € – 25,00 €", "10 EUR to 25"],
  ["10–25 €", "10 EUR to 25"],
  ["von 10 € bis 25 €", "10 EUR to 25"],
  ["363,00 € (300,00 € without VAT)", "363 EUR"],
  ["−30 % 69,30 €", "69.30 EUR"],
  ["−5 € 20 €", "20 EUR"],
  ["$5 off $25.00", "25 USD"],
  ["+ 4,90 € Versand, 20 €", "20 EUR"],
  ["used from $20, new $35", "35 USD"],
  ["ab 9,99 € statt 19,99 €", "9.99 EUR from before 19.99"],
  ["bis zu 50 € sparen, jetzt 99 €", "99 EUR"],
  ["Sale price$12.99Regular price$15.99", "12.99 USD before 15.99"],
  ["statt 80 € nur 59,99 €", "59.99 EUR before 80"],
  ["Original price was: £80.00. Current price is: £59.99.", "59.99 GBP before 80"],
  ["de R$ 100,00 por R$ 80,00", "80 BRL before 100"],
  ["3 Zimmer, 85 m², 1.200 € kalt", "1200 EUR"],
])("of the numbers in %s takes %s", (text, words) => {
  expect(inWords(text)).toBe(words);
});

test("takes a number without a currency only when it is alone", () => {
  expect(inWords("Preis: 12,50")).toBe("12.50");
  expect(inWords("12")).toBe("12");
  for (const text of ["Only 3 left", "12.5.2026", "£1.2k", "1.5 Mio. €", "soon", "", "30 %"])
    expect(inWords(text)).toBe("none");
});

test("keeps to a notation that is known, where both could be meant", () => {
  expect(inWords("1.015 €", { notation: "comma" })).toBe("1015 EUR");
  expect(inWords("1.015 €", { notation: "point" })).toBe("1.015 EUR");
  expect(inWords("1,234.50 €", { notation: "comma" })).toBe("1234.50 EUR");
  expect(inWords("¥1,015", { notation: "comma" })).toBe("1015 JPY");
  expect(commonNotation(["1.015 €", "2.500,00 €", "12"])).toBe("comma");
  expect(commonNotation(["1.50 €", "2,50 €"])).toBeUndefined();
});

test("takes $ and kr as those of the language", () => {
  expect(inWords("1 299 kr", { language: "sv" })).toBe("1299 SEK");
  expect(inWords("1 299 kr")).toBe("1299");
  expect(inWords("$5", { language: "en-CA" })).toBe("5 CAD");
});

test("reads amounts of text and of data", () => {
  expect(["1.2.3", "1,2,3", "1234567890123456"].map((text) => readAmount(text))).toEqual([null, null, null]);
  expect(["007", "0,50", "1.234.567"].map((text) => readAmount(text))).toEqual(["7", "0.50", "1234567"]);
  expect([140, "140.000", 2879.2, "12,5", 1e21, -1, null].map(plainAmount)).toEqual(
    ["140", "140", "2879.20", null, null, null, null], // An amount that no price has is none.
  );
  expect(["1.234", "1.234,5", "1,50", "12", "1,234,567"].map(notationOf)).toEqual([
    undefined,
    "comma",
    "comma",
    undefined,
    "point",
  ]);
  expect(compareAmounts("9.99", "10")).toBe(-1);
});
