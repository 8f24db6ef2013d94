import { describe, expect, test } from "vitest";
import { invalid, invalidFields, isAppError } from "./errors";

function refusal(run: () => never) {
  try {
    return run();
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, message, extras } = error;
    return { code, message, ...extras };
  }
}

describe("invalid", () => {
  test("names the field in the sentence and among the errors", () => {
    expect(refusal(() => invalid("code", "is not right"))).toEqual({
      code: "invalid_input",
      message: "code: is not right",
      errors: [{ field: "code", message: "is not right" }],
    });
  });
});

describe("invalidFields", () => {
  test("lists all of them and tells the first in the sentence", () => {
    const errors = [
      { field: "", message: "must be an object" },
      { field: "name", message: "is too long" },
    ];
    expect(refusal(() => invalidFields(errors))).toEqual({
      code: "invalid_input",
      message: "The input: must be an object",
      errors,
    });
  });
});
