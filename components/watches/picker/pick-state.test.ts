import { expect, test } from "vitest";
import { chooseTool, NO_PICKS, pick, picksOf, undo } from "./pick-state";

test("the first click is an example row, the next one names its title", () => {
  const state = pick(pick(NO_PICKS, 7), 9);
  expect(picksOf(state)).toEqual({ rows: [7], fields: { title: 9 } });
  expect(state.tool).toBe("title");
});

test("two rows are examples; a third one takes the place of the second", () => {
  const rows = [7, 30, 50].reduce((state, ref) => pick(chooseTool(state, "rows"), ref), NO_PICKS);
  expect(picksOf(rows).rows).toEqual([7, 50]);
});

test("a second click takes a row or a field back", () => {
  const state = chooseTool(pick(pick(NO_PICKS, 7), 9), "price");
  const priced = pick(state, 11);
  expect(picksOf(priced).fields).toEqual({ title: 9, price: 11 });
  expect(picksOf(pick(priced, 11)).fields).toEqual({ title: 9 });
  expect(picksOf(pick(chooseTool(priced, "rows"), 7)).rows).toEqual([]);
});

test("every step can be undone, to the beginning and no further", () => {
  const state = pick(pick(NO_PICKS, 7), 9);
  expect(picksOf(undo(state))).toEqual({ rows: [7], fields: {} });
  expect(undo(undo(undo(state)))).toEqual(NO_PICKS);
});
