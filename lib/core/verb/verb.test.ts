import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  anonymous,
  type Ctx,
  makeContext,
  type Role,
  type Scope,
  type SessionMember,
  systemContext,
} from "@/lib/core/context";
import { peek } from "@/lib/core/engine/rate-limits/consume";
import { guestCtx, tokenCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { newId } from "@/lib/shared/ids";
import type { Access } from "./scope";
import { defineVerb, parseInput } from "./verb";

const memberOf = (role: Role = "user"): SessionMember => ({
  kind: "member",
  ...{ id: newId(), username: "ann", displayName: "Ann", role },
  via: { kind: "session", sessionId: newId() },
});
const asking = (role?: Role): Ctx<SessionMember> => makeContext(memberOf(role));

const verbFor = (access: Access) =>
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
    guest: () => guestCtx(),
    user: () => asking(),
    admin: () => asking("admin"),
    system: () => systemContext("task"),
  };
  test.each([
    ["anyone", "anonymous", "ok"],
    ["anyone", "guest", "ok"],
    ["anyone", "user", "ok"],
    ["anyone", "system", "ok"],
    ["guest", "anonymous", "unauthenticated"],
    ["guest", "guest", "ok"],
    ["guest", "user", "ok"],
    ["guest", "admin", "ok"],
    ["guest", "system", "forbidden"],
    ["member", "anonymous", "unauthenticated"],
    ["member", "guest", "forbidden"],
    ["member", "user", "ok"],
    ["member", "admin", "ok"],
    ["member", "system", "forbidden"],
    ["admin", "anonymous", "unauthenticated"],
    ["admin", "guest", "forbidden"],
    ["admin", "user", "forbidden"],
    ["admin", "admin", "ok"],
    ["admin", "system", "ok"],
  ] as const)("%s, called by %s: %s", async (access, caller, outcome) => {
    expect(await refusalOf(verbFor(access)(callers[caller](), {}))).toBe(outcome);
  });
});

describe("a token", () => {
  const all = ["test:read", "test:write", "admin:test:read", "admin:test:write"] as const;
  const asks = (role: Role, scopes: readonly Scope[]) => tokenCtx(memberOf(role), scopes);

  test.each([
    ["anyone", "user", "nothing", "ok"],
    ["guest", "user", "nothing", "forbidden"],
    ["guest", "user", "test:write", "ok"],
    ["member", "user", "nothing", "forbidden"],
    ["member", "user", "test:read", "forbidden"],
    ["member", "user", "tests:write", "forbidden"],
    ["member", "admin", "admin:test:write", "forbidden"],
    ["member", "user", "test:write", "ok"],
    ["admin", "user", "admin:test:write", "forbidden"],
    ["admin", "admin", "test:write", "forbidden"],
    ["admin", "admin", "admin:test:write", "ok"],
  ] as const)("%s, called by a token of %s with %s: %s", async (access, role, scope, outcome) => {
    const scopes = scope === "nothing" ? [] : [scope];
    expect(await refusalOf(verbFor(access)(asks(role, scopes), {}))).toBe(outcome);
  });

  test("is told which scope it does not have", async () => {
    const refused = verbFor("member")(asks("user", ["test:read"]), {});
    await expect(refused).rejects.toMatchObject({ code: "forbidden", message: expect.stringContaining("test:write") });
  });

  test("does not open what needs a session, which is known there", async () => {
    const verb = defineVerb({
      name: "test.session",
      access: "member",
      needsSession: true,
      reads: true,
      input: z.strictObject({}),
      output: z.string(),
      run: async ({ actor }) => actor.via.sessionId,
    });
    const refused = verb(asks("admin", all), {});
    await expect(refused).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringMatching(/token.*sign in/),
    });
    const ctx = asking();
    expect(await verb(ctx, {})).toBe(ctx.actor.via.sessionId);
  });

  test.each([
    [["test:read"], "user"],
    [["test:read", "admin:test:write"], "user"],
    [["test:read", "admin:stats:read"], "admin"],
  ] as const)("with %j of an admin reads what is everyone's as %s", async (scopes, role) => {
    const verb = defineVerb({
      name: "test.role",
      access: "member",
      reads: true,
      input: z.strictObject({}),
      output: z.string(),
      run: async (ctx) => ctx.actor.role,
    });
    const ctx = asks("admin", scopes);
    expect(await verb(ctx, {})).toBe(role);
    expect(ctx.actor.role).toBe("admin");
    expect(await verb(asks("user", scopes), {})).toBe("user");
  });

  test("counts as its member, with the decisions of the request it came by", async () => {
    const verb = defineVerb({
      name: "test.limited",
      access: "member",
      rateLimits: ["settings"],
      input: z.strictObject({}),
      output: z.string(),
      run: async (ctx) => ctx.requestId,
    });
    const member = memberOf("admin");
    const ctx = tokenCtx(member, ["test:write"]);
    expect(await verb(ctx, {})).toBe(ctx.requestId);
    expect(ctx.limits.map(({ rateLimit }) => rateLimit)).toEqual(["settings"]);
    expect((await peek("settings", member.id)).remaining).toBe(29);
  });
});

test("a verb that another calls asks for its own scope", async () => {
  const inner = verbFor("member");
  const outer = defineVerb({
    name: "other.outer",
    access: "member",
    input: z.strictObject({}),
    output: z.strictObject({ kind: z.string() }),
    run: (ctx) => inner(ctx, {}),
  });
  expect(await refusalOf(outer(tokenCtx(memberOf(), ["other:write"]), {}))).toBe("forbidden");
  expect(await refusalOf(outer(tokenCtx(memberOf(), ["other:write", "test:write"]), {}))).toBe("ok");
});

test("counts its rate limits before it looks at the input, and only for who may", async () => {
  const verb = defineVerb({
    name: "test.limited",
    access: "member",
    rateLimits: ["settings"],
    input: z.strictObject({ name: z.string() }),
    output: z.undefined(),
    run: async () => undefined,
  });
  const ctx = asking();
  const left = async () => (await peek("settings", ctx.actor.id)).remaining;
  const before = await left();
  expect(await refusalOf(verb(ctx, { wrong: 1 } as never))).toBe("invalid_input");
  expect(await left()).toBe(before - 1);
  expect(ctx.limits.map(({ rateLimit }) => rateLimit)).toEqual(["settings"]);
  const nobody = makeContext(anonymous, { ip: "192.0.2.55" });
  expect(await refusalOf(verb(nobody, { name: "x" }))).toBe("unauthenticated");
  expect(nobody.limits).toEqual([]);
});

test("counts no rate limit under which the door has counted the request", async () => {
  const verb = defineVerb({
    name: "test.counted",
    access: "anyone",
    rateLimits: ["auth", "register"],
    input: z.strictObject({}),
    output: z.undefined(),
    run: async () => undefined,
  });
  const ctx = makeContext(anonymous, { ip: "192.0.2.56" });
  ctx.counted = ["auth"];
  await verb(ctx, {});
  expect(ctx.limits.map(({ rateLimit }) => rateLimit)).toEqual(["register"]);
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
