import { describe, expect, it } from "vitest";
import { hueOf, initialsOf } from "./identity";

describe("initialsOf", () => {
  it.each([
    ["Ada Lovelace", "AL"],
    ["ada", "AD"],
    ["grace_brewster.hopper", "GH"],
    ["Émile", "ÉM"],
    ["😀 x", "😀X"],
    ["", "?"],
  ])("shortens %j to %j", (name, initials) => expect(initialsOf(name)).toBe(initials));
});

describe("hueOf", () => {
  it("gives the same id the same hue and spreads ids over the wheel", () => {
    const ids = Array.from({ length: 200 }, (_, i) => `member-${i}`);
    expect(ids.map(hueOf)).toEqual(ids.map(hueOf));
    expect(new Set(ids.map(hueOf)).size).toBeGreaterThan(18);
  });
});
