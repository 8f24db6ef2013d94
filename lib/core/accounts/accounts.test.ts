import { beforeEach, describe, expect, test } from "vitest";
import { anonymous, makeContext } from "@/lib/core/context";
import { readSession } from "@/lib/core/engine/sessions/session-cache";
import { Username } from "@/lib/core/members/schemas";
import { accountKey } from "@/lib/core/members/store";
import { makeAccount, PASSWORD as OWNERS_PASSWORD } from "@/lib/core/testing/accounts";
import { queuedMail, tokenIn } from "@/lib/core/testing/mail";
import { makeMember, memberCtx, tokenCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { hashPassword } from "@/lib/kit/password";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { confirmEmailChange } from "./email/confirm-email-change";
import { createFirstAdmin, isFirstAdminToken, issueFirstAdminToken } from "./first-admin";
import { getAccount } from "./get-account";
import { register } from "./register";
import { Email } from "./schemas";
import { signIn } from "./sign-in/sign-in";

testDatabase();

const PASSWORD = "a long walk by the sea 42";
let count = 0;
/** A caller with an address of their own, so that no test meets another's limits. */
const stranger = () => makeContext(anonymous, { address: `192.0.2.${++count}` });
const account = (name = `m${newId().slice(-12)}`) => ({
  username: name,
  email: `${name}@example.org`,
  password: PASSWORD,
});

describe("register", () => {
  test("makes an account that can sign in, and keeps no password", async () => {
    const made = await register(stranger(), account("Ann"));
    expect(made).toMatchObject({ username: "Ann", displayName: "Ann", email: "Ann@example.org", role: "user" });
    const row = await db().user.findUniqueOrThrow({ where: { id: made.id } });
    expect(row.passwordHash).toMatch(/^pbkdf2-sha256\$\d+\$[\w-]+\$[\w-]+$/);
    expect(JSON.stringify(row)).not.toContain(PASSWORD);
    expect(await signIn(stranger(), { username: "ann", password: PASSWORD })).toMatchObject({ userId: made.id });
  });

  test("refuses a name that differs from a taken one only in its case, and says nothing of the address", async () => {
    await register(stranger(), account("Berta"));
    const again = register(stranger(), { ...account("BERTA"), email: "BERTA@EXAMPLE.ORG" });
    await expect(again).rejects.toMatchObject({ code: "conflict", extras: { errors: [{ field: "username" }] } });
    await expect(again).rejects.not.toMatchObject({ extras: { errors: [{}, {}] } });
  });

  test("makes the same account for a taken address, whose owner hears of it and keeps it", async () => {
    const owner = await makeAccount();
    const fresh = account();
    const free = await register(stranger(), fresh);
    const taken = await register(stranger(), { ...account(), email: owner.email.toUpperCase() });
    expect(Object.keys(taken)).toEqual(Object.keys(free));
    expect(taken).toMatchObject({ emailConfirmed: free.emailConfirmed, email: owner.email.toUpperCase() });
    expect(await refusalOf(signIn(stranger(), { username: taken.username, password: PASSWORD }))).toBe("ok");
    for (const email of [fresh.email, owner.email]) {
      expect(await refusalOf(signIn(stranger(), { username: email, password: PASSWORD }))).toBe("invalid_credentials");
    }
    expect((await queuedMail(owner.email)).map(({ subject }) => subject)).toEqual([]);
    const [mail] = await queuedMail(owner.email.toUpperCase());
    expect(mail?.subject).toBe("You have an account already");
    expect(mail?.text).not.toContain("confirm-email");
  });

  test("tells the owner of a deactivated account nothing", async () => {
    const owner = await makeAccount();
    await db().user.update({ where: { id: owner.id }, data: { deactivatedAt: new Date() } });
    await register(stranger(), { ...account(), email: owner.email });
    expect(await queuedMail(owner.email)).toEqual([]);
  });

  test("lets an address count for the first of two accounts that confirms it", async () => {
    const [one, two] = [account(), account()];
    const first = await register(stranger(), one);
    const [letter] = await queuedMail(one.email);
    await register(stranger(), { ...two, email: one.email });
    const later = (await queuedMail(one.email)).at(-1);
    expect(letter?.text).toContain(`/confirm-email/`);
    expect(letter?.text).toContain(one.username);
    expect(await refusalOf(confirmEmailChange(stranger(), { token: tokenIn(later) }))).toBe("ok");
    expect(await refusalOf(confirmEmailChange(stranger(), { token: tokenIn(letter) }))).toBe("conflict");
    expect((await signIn(stranger(), { username: one.email, password: PASSWORD })).userId).not.toBe(first.id);
  });

  test("lets exactly one of several registrations of a name pass that come at once", async () => {
    const wanted = account("carla");
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => refusalOf(register(stranger(), wanted))));
    expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "conflict")).toHaveLength(5);
  });

  test.each([
    ["shorter than eight", "a1!bcde"],
    ["common", "Password123"],
    ["their name", "long-name-of-mine"],
    ["their address", "long-name-of-mine@example.org"],
  ])("refuses a password that is %s", async (_what, password) => {
    const attempt = register(stranger(), { ...account("long-name-of-mine"), password });
    await expect(attempt).rejects.toMatchObject({ code: "invalid_input", extras: { errors: [{ field: "password" }] } });
  });

  test("asks of a password what the instance asks", async () => {
    overrideEnv({
      MIN_PASSWORD_LENGTH: 12,
      REQUIRE_NUMBERS: true,
      REQUIRE_UPPERCASE: true,
      REQUIRE_SPECIAL_CHARS: true,
    });
    const tell = async (password: string) => {
      const error: unknown = await register(stranger(), { ...account(), password }).catch(
        (refused: unknown) => refused,
      );
      return (error as { extras?: { errors: unknown[] } }).extras?.errors.length ?? 0;
    };
    expect(await tell("abc")).toBe(4);
    expect(await tell("only small letters")).toBe(3);
    expect(await tell("Mixed letters 1")).toBe(1);
    expect(await tell("Mixed letters, 1")).toBe(0);
    overrideEnv({
      MIN_PASSWORD_LENGTH: 8,
      REQUIRE_NUMBERS: false,
      REQUIRE_UPPERCASE: false,
      REQUIRE_SPECIAL_CHARS: false,
    });
  });
});

test.each([
  ["abc", true],
  ["A.b-c_1", true],
  ["ab", false],
  [".abc", false],
  ["abc-", false],
  ["a b c", false],
  ["ann@home", false],
  ["ánnä", false],
  ["a".repeat(31), false],
])("takes %.20s for a user name: %s", (name, fits) => {
  expect(Username.safeParse(name).success).toBe(fits);
});

test.each([
  ["ann@example.org", true],
  [" ann@example.org ", true],
  ["ann", false],
  ["ann@", false],
  [`${"a".repeat(250)}@example.org`, false],
])("takes %.20s for an e-mail address: %s", (address, fits) => {
  expect(Email.safeParse(address).success).toBe(fits);
});

test("tells names apart by their letters, not by how they are typed", () => {
  expect(accountKey("  ANN ")).toBe("ann");
  expect(accountKey("\uFF21nn")).toBe("ann");
});

describe("signIn", () => {
  const known = account();
  let id = "";
  beforeEach(async () => {
    if (id !== "") return;
    ({ id } = await register(stranger(), known));
    await confirmEmailChange(stranger(), { token: tokenIn((await queuedMail(known.email))[0]) });
  });

  test("begins a session by name or address, and notes where from", async () => {
    for (const username of [known.username, known.email, known.username.toUpperCase()]) {
      const ctx = makeContext(anonymous, { address: `198.51.100.${++count}`, userAgent: "a browser" });
      const { sessionId } = await signIn(ctx, { username, password: PASSWORD });
      expect(await readSession(sessionId)).toMatchObject({ userId: id, role: "user" });
      expect(await db().session.findUniqueOrThrow({ where: { id: sessionId } })).toMatchObject({
        address: ctx.address,
        userAgent: "a browser",
      });
    }
  });

  test("refuses a wrong password, an unknown name and a deactivated account in the same words", async () => {
    const away = account();
    const made = await register(stranger(), away);
    await db().user.update({ where: { id: made.id }, data: { deactivatedAt: new Date() } });
    const refusals = await Promise.all(
      [
        { ...known, password: "wrong" },
        { username: "nobody", password: PASSWORD },
        { username: away.username, password: PASSWORD },
      ].map(({ username, password }) =>
        signIn(stranger(), { username, password }).catch(
          ({ code, message, extras }: Error & { code: string; extras: object }) => ({ code, message, extras }),
        ),
      ),
    );
    expect(refusals[0]).toMatchObject({ code: "invalid_credentials" });
    for (const refusal of refusals) expect(refusal).toEqual(refusals[0]);
  });

  test("refuses after five attempts at an account from an address, with the right password too", async () => {
    const ctx = stranger();
    const attempt = (username: string, password: string) =>
      refusalOf(signIn({ ...ctx, limits: [] }, { username, password }));
    for (let n = 0; n < 5; n++) expect(await attempt(known.username, "wrong")).toBe("invalid_credentials");
    expect(await attempt(known.username, PASSWORD)).toBe("rate_limited");
    expect(await attempt(known.username.toUpperCase(), PASSWORD)).toBe("rate_limited");
    expect(await attempt("someone-else", "wrong")).toBe("invalid_credentials");
  });

  test("gives the user name and the e-mail address of an account one quota, and does not say so", async () => {
    const owner = await makeAccount();
    const ctx = stranger();
    const attempt = (username: string, password: string) =>
      refusalOf(signIn({ ...ctx, limits: [] }, { username, password }));
    for (const username of [owner.username, owner.email, owner.username, owner.email, owner.username]) {
      expect(await attempt(username, "wrong")).toBe("invalid_credentials");
    }
    for (const username of [owner.email, owner.username]) {
      expect(await attempt(username, OWNERS_PASSWORD)).toBe("invalid_credentials");
    }
    expect(await refusalOf(signIn(stranger(), { username: owner.email, password: OWNERS_PASSWORD }))).toBe("ok");
  });

  test("makes a hash anew whose parameters are not today's", async () => {
    const old = (await hashPassword(PASSWORD)).replace(/\$\d+\$/, "$999$");
    await db().user.update({ where: { id }, data: { passwordHash: old } });
    expect(await refusalOf(signIn(stranger(), { username: known.username, password: PASSWORD }))).toBe(
      "invalid_credentials",
    );
    const { pbkdf2Sync } = await import("node:crypto");
    const salt = Buffer.from("salt");
    const key = pbkdf2Sync(PASSWORD, salt, 500, 32, "sha256");
    const weak = `pbkdf2-sha256$500$${salt.toString("base64url")}$${key.toString("base64url")}`;
    await db().user.update({ where: { id }, data: { passwordHash: weak } });
    await signIn(stranger(), { username: known.username, password: PASSWORD });
    const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id } });
    expect(passwordHash).not.toBe(weak);
    expect(await refusalOf(signIn(stranger(), { username: known.username, password: PASSWORD }))).toBe("ok");
  });
});

describe("the first admin", () => {
  test("is made once with the newest link, by one of those who use it at once", async () => {
    const [older, newer] = [await issueFirstAdminToken(), await issueFirstAdminToken()];
    if (!older || !newer) throw new Error("there is an admin already");
    expect([await isFirstAdminToken(older), await isFirstAdminToken(newer)]).toEqual([false, true]);
    const make = (token: string) => refusalOf(createFirstAdmin(stranger(), { token, ...account() }));
    expect(await make(older)).toBe("gone");
    expect(await make("a-token-that-nobody-issued")).toBe("gone");
    const outcomes = await Promise.all([newer, newer, newer, newer].map(make));
    expect(outcomes.sort()).toEqual(["gone", "gone", "gone", "ok"]);
    expect(await db().user.count({ where: { role: "admin" } })).toBe(1);
    expect(await make(newer)).toBe("gone");
    expect(await issueFirstAdminToken()).toBeUndefined();
  });

  test("is not made with a weak password, and the link still works", async () => {
    await db().user.deleteMany({ where: { role: "admin" } });
    const token = (await issueFirstAdminToken()) ?? "";
    expect(await refusalOf(createFirstAdmin(stranger(), { token, ...account(), password: "password" }))).toBe(
      "invalid_input",
    );
    expect(await isFirstAdminToken(token)).toBe(true);
  });
});

describe("getAccount", () => {
  test("answers “me” from the session, the whole account to its owner and to admins, nothing to others", async () => {
    const [ann, ben, boss] = [await makeMember(), await makeMember(), await makeMember({ role: "admin" })];
    const me = await getAccount(memberCtx(ann), { userId: "me" });
    expect(me).toEqual({
      id: ann.id,
      username: ann.username,
      displayName: ann.displayName,
      role: "user",
      sessionId: ann.via.sessionId,
    });
    const byToken = await getAccount(tokenCtx(ann, ["accounts:read"]), { userId: "me" });
    expect(byToken).toEqual({ ...me, sessionId: null });
    for (const reader of [ann, boss]) {
      expect(await getAccount(memberCtx(reader), { userId: ann.id })).toMatchObject({
        id: ann.id,
        email: expect.any(String),
      });
    }
    expect(await refusalOf(getAccount(memberCtx(ben), { userId: ann.id }))).toBe("not_found");
    expect(await refusalOf(getAccount(memberCtx(boss), { userId: newId() }))).toBe("not_found");
  });
});
