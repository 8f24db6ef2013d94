import { describe, expect, it } from "vitest";
import { duration, figure, milliseconds, share } from "./figures";

describe("figures of the overview", () => {
  it.each([
    [0, "0 s"],
    [59, "59 s"],
    [60, "1 min 0 s"],
    [3_725, "1 h 2 min"],
    [273_600, "3 d 4 h"],
  ])("write %i seconds as %s", (seconds, text) => expect(duration(seconds)).toBe(text));

  it("shorten what is too long to read", () => {
    expect([figure(1_204), figure(99_999), figure(1_250_000)]).toEqual(["1,204", "99,999", "1.3M"]);
    expect([milliseconds(0.25), milliseconds(12.4)]).toEqual(["0.3 ms", "12 ms"]);
  });

  it("know no share of nothing", () => expect([share(0, 0), share(1, 3)]).toEqual(["–", "25 %"]));
});
