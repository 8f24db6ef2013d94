import { expect, test } from "vitest";
import { courseOf } from "./price-course";

const at = (day: number) => `2026-11-${String(day).padStart(2, "0")}T00:00:00.000Z`;
const ms = (day: number) => Date.parse(at(day));
const point = (day: number, price: string, currency: string | null = "EUR") => ({ at: at(day), price, currency });

test("a price holds until now", () => {
  const { points, currencies } = courseOf([point(5, "9.50"), point(1, "12")], { goneAt: null }, ms(9));
  expect(currencies).toEqual(["EUR"]);
  expect(points.map(({ at, price }) => [at, price])).toEqual([
    [ms(1), 12],
    [ms(5), 9.5],
    [ms(9), 9.5],
  ]);
});

test("nothing is known of it from when it was gone", () => {
  const { points } = courseOf([point(1, "12")], { goneAt: at(4) }, ms(9));
  expect(points.map(({ at, price }) => [at, price])).toEqual([
    [ms(1), 12],
    [ms(4), 12],
    [ms(9), undefined],
  ]);
});

test("currencies are told apart, and none is one too", () => {
  const { currencies } = courseOf([point(1, "12", null), point(2, "10", "USD")], { goneAt: null }, ms(9));
  expect(currencies).toEqual(["", "USD"]);
  expect(courseOf([], { goneAt: null }, ms(9))).toEqual({ currencies: [], points: [] });
});
