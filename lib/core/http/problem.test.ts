import { describe, expect, test, vi } from "vitest";
import { pool } from "@/lib/kit/db";
import type { Logger } from "@/lib/kit/log";
import { testDatabase } from "@/lib/kit/testing/database";
import { AppError, ERRORS, Problem } from "@/lib/shared/errors";
import { toProblem, toRefusal } from "./problem";

testDatabase();

function listener() {
  const log = { warn: vi.fn(), error: vi.fn() };
  return { log, ctx: { log: log as unknown as Logger } };
}

describe("toRefusal", () => {
  test("hands a refusal on, also one made by another copy of the code", () => {
    const { ctx, log } = listener();
    const own = new AppError("conflict");
    const copy = Object.assign(new Error("taken"), { name: "AppError", code: "conflict", extras: {} });
    expect(toRefusal(own, ctx, "test")).toBe(own);
    expect(toRefusal(copy, ctx, "test")).toBe(copy);
    expect(log.error).not.toHaveBeenCalled();
  });

  test.each([
    new Error("secret"),
    "secret",
    undefined,
    { code: "conflict" },
    Object.assign(new Error(), { name: "AppError", code: "made_up" }),
  ])("shows nothing of %s and keeps it in the log", (error) => {
    const { ctx, log } = listener();
    const refusal = toRefusal(error, ctx, "test");
    expect(refusal.code).toBe("internal");
    expect(JSON.stringify([refusal.message, refusal.extras])).not.toContain("secret");
    expect(log.error).toHaveBeenCalledWith({ where: "test", err: error }, "unexpected error");
  });

  test("calls a database that is away unavailable, and asks to come back", () => {
    const { ctx } = listener();
    for (const told of [{ code: "ECONNREFUSED" }, { code: "57P01", severity: "FATAL" }, { code: "P1001" }]) {
      const refusal = toRefusal(Object.assign(new Error("gone"), told), ctx, "test");
      expect(refusal).toMatchObject({ code: "unavailable", extras: { retryAfter: 2 } });
    }
  });

  test("blames the caller for a text that PostgreSQL refuses to hold", async () => {
    const { ctx } = listener();
    const error: unknown = await pool()
      .query("SELECT $1::text", ["a\u0000b"])
      .catch((refused: unknown) => refused);
    expect(toRefusal(error, ctx, "test").code).toBe("bad_request");
  });
});

describe("toProblem", () => {
  test.each(Object.keys(ERRORS) as (keyof typeof ERRORS)[])("describes %s as RFC 9457 asks", (code) => {
    const problem = toProblem(new AppError(code), "request");
    expect(Problem.parse(problem)).toEqual(problem);
    expect(problem).toEqual({ type: `urn:throng:error:${code}`, ...ERRORS[code], code, requestId: "request" });
  });

  test("carries the sentence and the fields of a refusal", () => {
    const errors = [{ field: "name", message: "is required" }];
    expect(toProblem(new AppError("invalid_input", "name: is required", { errors }), "r")).toMatchObject({
      detail: "name: is required",
      errors,
    });
  });
});
