import { encode } from "next-auth/jwt";
import { beforeAll, describe, expect, test } from "vitest";
import { overrideEnv } from "@/lib/kit/env";
import { newId } from "@/lib/shared/ids";
import { readCookie, rememberedSessionId, SESSION_COOKIE, sessionIdOf } from "./token";

const SECRET = "a secret that only this test knows of";
beforeAll(() => void overrideEnv({ SECRET_KEY: SECRET }));

const make = (claims: object, options: { secret?: string; salt?: string; maxAge?: number } = {}) =>
  encode({ token: { ...claims }, secret: SECRET, salt: SESSION_COOKIE, maxAge: 60, ...options });

describe("sessionIdOf", () => {
  test("reads the session id out of next-auth's token, and remembers it", async () => {
    const sid = newId();
    const token = await make({ sid });
    expect(rememberedSessionId(token)).toBeUndefined();
    expect(await sessionIdOf(token)).toBe(sid);
    expect(rememberedSessionId(token)).toBe(sid);
  });

  test("believes no token that was made elsewhere, for something else, or is too old", async () => {
    const claims = { sid: newId() };
    expect(await sessionIdOf(await make(claims, { secret: "another secret, as of another instance" }))).toBeUndefined();
    expect(await sessionIdOf(await make(claims, { salt: "authjs.csrf-token" }))).toBeUndefined();
    expect(await sessionIdOf(await make(claims, { maxAge: -60 }))).toBeUndefined();
  });

  test("stops remembering a token once it is too old", async () => {
    const token = await make({ sid: newId() }, { maxAge: 1 });
    expect(await sessionIdOf(token)).toBeDefined();
    await expect.poll(() => rememberedSessionId(token)).toBeUndefined();
  });

  test("believes no token that was changed, holds no session id, or is nonsense", async () => {
    const token = await make({ sid: newId() });
    const at = token.length - 10;
    const changed = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
    for (const wrong of [changed, await make({}), await make({ sid: 7 }), "", "a.b.c", "x".repeat(5_000)]) {
      expect(await sessionIdOf(wrong)).toBeUndefined();
    }
  });
});

test.each([
  ["throng.session=abc", "abc"],
  ["a=1; throng.session=abc; b=2", "abc"],
  ["a=1;throng.session=abc", "abc"],
  ["throng.session=a=b", "a=b"],
  ["throng.session=first; throng.session=second", "first"],
  ["throng.session=", ""],
  ["xthrong.session=abc", undefined],
  ["throng.sessionx=abc", undefined],
  ["throng.session", undefined],
  ["", undefined],
  [null, undefined],
])("finds in the header %j the cookie %j", (header, value) => {
  expect(readCookie(header, "throng.session")).toBe(value);
});
