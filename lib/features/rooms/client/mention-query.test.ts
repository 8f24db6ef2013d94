import { describe, expect, it } from "vitest";
import { completeMention, mentionAt } from "./mention-query";

describe("mentionAt", () => {
  it.each([
    ["@", 1, { text: "", start: 0 }],
    ["hi @ad", 6, { text: "ad", start: 3 }],
    ["(@ada", 5, { text: "ada", start: 1 }],
    ["hi @ada you", 6, { text: "ad", start: 3 }],
    ["line\n@a.b-c_d", 13, { text: "a.b-c_d", start: 5 }],
  ])("finds it in %j at %i", (text, caret, query) => expect(mentionAt(text, caret)).toEqual(query));

  it.each([
    ["mail@example", 12],
    ["@ada hello", 10],
    ["@@a", 3],
    ["", 0],
  ])("finds none in %j at %i", (text, caret) => expect(mentionAt(text, caret)).toBeUndefined());
});

describe("completeMention", () => {
  it("replaces what was typed and puts the caret behind one space", () => {
    expect(completeMention("hi @ad, ok", 6, { text: "ad", start: 3 }, "ada")).toEqual({
      text: "hi @ada , ok",
      caret: 8,
    });
    expect(completeMention("hi @ad ok", 6, { text: "ad", start: 3 }, "ada")).toEqual({ text: "hi @ada ok", caret: 8 });
  });
});
