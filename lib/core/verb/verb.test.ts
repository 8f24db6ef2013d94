import { describe, expect, test } from "vitest";
import { z } from "zod";
import { anonymous, type Ctx, makeContext, type Role, systemContext } from "@/lib/core/context";
import { peek } from "@/lib/core/engine/rate-limits/consume";
import { refusalOf } from "@/lib/core/testing/refusal";
import { newId } from "@/lib/shared/ids";
import { defineVerb, parseInput } from "./verb";

const memberCtx = (role: Role = "user"): Ctx => {
  const id = newId();
  return makeContext({ kind: "member", id, username: "ann", displayName: "Ann", role, sessionId: newId() });
};

const verbFor = (access: "anyone" | "member" | "admin") =>
  defineVerb({
    name: `test.${access}`,
    access,
    input: z.strictObject({}),
    output: z.strictObject({ kind: z.string() }),
    run: async (ctx) => ({ kind: ctx.actor.kind }),
  });

describe("access", () => {
  const callers = {
    anonymous: () => makeContext(anonymous),
    user: () => memberCtx(),
    admin: () => memberCtx("admin"),
    system: () => systemContext("task"),
  };
  test.each([
    ["anyone", "anonymous", "ok"],
    ["anyone", "user", "ok"],
    ["anyone", "system", "ok"],
    ["member", "anonymous", "unauthenticated"],
    ["member", "user", "ok"],
    ["member", "admin", "ok"],
    ["member", "system", "forbidden"],
    ["admin", "anonymous", "unauthenticated"],
    ["admin", "user", "forbidden"],
    ["admin", "admin", "ok"],
    ["admin", "system", "ok"],
  ] as const)("%s, called by %s: %s", async (access, caller, outcome) => {
    expect(await refusalOf(verbFor(access)(callers[caller](), {}))).toBe(outcome);
  });
});

test("counts its policies before it looks at the input, and only for who may", async () => {
  const verb = defineVerb({
    name: "test.limited",
    access: "member",
    policies: ["settings"],
    input: z.strictObject({ name: z.string() }),
    output: z.undefined(),
    run: async () => undefined,
  });
  const ctx = memberCtx();
  if (ctx.actor.kind !== "member") throw new Error("not a member");
  const left = async () => (await peek("settings", ctx.actor.kind === "member" ? ctx.actor.id : "")).remaining;
  const before = await left();
  expect(await refusalOf(verb(ctx, { wrong: 1 } as never))).toBe("invalid_input");
  expect(await left()).toBe(before - 1);
  expect(ctx.limits.map(({ policy }) => policy)).toEqual(["settings"]);
  const nobody = makeContext(anonymous, { address: "192.0.2.55" });
  expect(await refusalOf(verb(nobody, { name: "x" }))).toBe("unauthenticated");
  expect(nobody.limits).toEqual([]);
});

test("counts no policy under which the door has counted the request", async () => {
  const verb = defineVerb({
    name: "test.counted",
    access: "anyone",
    policies: ["auth", "register"],
    input: z.strictObject({}),
    output: z.undefined(),
    run: async () => undefined,
  });
  const ctx = makeContext(anonymous, { address: "192.0.2.56" });
  ctx.counted = ["auth"];
  await verb(ctx, {});
  expect(ctx.limits.map(({ policy }) => policy)).toEqual(["register"]);
});

test("refuses in tests to answer what its schema does not describe", async () => {
  const leaky = defineVerb({
    name: "test.leaky",
    access: "anyone",
    input: z.strictObject({}),
    output: z.strictObject({ id: z.string() }),
    run: async () => ({ id: "1", passwordHash: "secret" }),
  });
  await expect(leaky(makeContext(anonymous), {})).rejects.toThrow(/test\.leaky does not fit/);
});

describe("parseInput", () => {
  const Schema = z.strictObject({
    name: z.string("is required").min(2, "is short"),
    tags: z.array(z.number()).optional(),
  });

  test("answers what the schema makes of it", () => {
    expect(parseInput(Schema, { name: "ann", tags: [1] })).toEqual({ name: "ann", tags: [1] });
  });

  test("names every wrong field, also the unknown ones and those inside", () => {
    const errors = fieldsOf(() => parseInput(Schema, { tags: [1, "x"], colour: "red", size: 1 }));
    expect(errors).toEqual(["name", "tags.1", "colour", "size"]);
  });

  test("keeps its answer small whatever it is given", () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`${"x".repeat(200)}${n}`, n]));
    const errors = fieldsOf(() => parseInput(Schema, { name: "ann", ...many }));
    expect(errors).toHaveLength(20);
    for (const field of errors) expect(field.length).toBeLessThanOrEqual(100);
  });

  test.each([undefined, null, 7, "text", []])("refuses %j in place of an object", (input) => {
    expect(fieldsOf(() => parseInput(Schema, input))).toEqual([""]);
  });
});

function fieldsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    const { code, extras } = error as { code: string; extras: { errors: { field: string }[] } };
    expect(code).toBe("invalid_input");
    return extras.errors.map(({ field }) => field);
  }
  throw new Error("it was not refused");
}
