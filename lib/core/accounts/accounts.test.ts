import { beforeEach, describe, expect, test } from "vitest";
import { anonymous, makeContext } from "@/lib/core/context";
import { readSession } from "@/lib/core/engine/sessions/session-cache";
import { makeAccount, PASSWORD as OWNERS_PASSWORD } from "@/lib/core/testing/accounts";
import { queuedMail, tokenIn } from "@/lib/core/testing/mail";
import { makeMember, memberCtx, tokenCtx } from "@/lib/core/testing/members";
import { refusalOf } from "@/lib/core/testing/refusal";
import { account, anonymousAt, PASSWORD } from "@/lib/core/testing/registration";
import { db } from "@/lib/kit/db";
import { hashPassword } from "@/lib/kit/password";
import { testDatabase } from "@/lib/kit/testing/database";
import { newId } from "@/lib/shared/ids";
import { confirmEmailChange } from "./email/confirm-email-change";
import { createFirstAdmin, isFirstAdminToken, issueFirstAdminToken } from "./first-admin";
import { getAccount } from "./get-account";
import { register } from "./register";
import { signIn } from "./sign-in/sign-in";

testDatabase();

let count = 0;

describe("signIn", () => {
  const known = account();
  let id = "";
  beforeEach(async () => {
    if (id !== "") return;
    ({ id } = await register(anonymousAt(), known));
    await confirmEmailChange(anonymousAt(), { token: tokenIn((await queuedMail(known.email))[0]) });
  });

  test("begins a session by name or IP, and notes where from", async () => {
    for (const username of [known.username, known.email, known.username.toUpperCase()]) {
      const ctx = makeContext(anonymous, { ip: `198.51.100.${++count}`, userAgent: "a browser" });
      const { sessionId } = await signIn(ctx, { username, password: PASSWORD });
      expect(await readSession(sessionId)).toMatchObject({ userId: id, role: "user" });
      expect(await db().session.findUniqueOrThrow({ where: { id: sessionId } })).toMatchObject({
        ip: ctx.ip,
        userAgent: "a browser",
      });
    }
  });

  test("refuses a wrong password, an unknown name and a deactivated account in the same words", async () => {
    const away = account();
    const made = await register(anonymousAt(), away);
    await db().user.update({ where: { id: made.id }, data: { deactivatedAt: new Date() } });
    const refusals = await Promise.all(
      [
        { ...known, password: "wrong" },
        { username: "nobody", password: PASSWORD },
        { username: away.username, password: PASSWORD },
      ].map(({ username, password }) =>
        signIn(anonymousAt(), { username, password }).catch(
          ({ code, message, extras }: Error & { code: string; extras: object }) => ({ code, message, extras }),
        ),
      ),
    );
    expect(refusals[0]).toMatchObject({ code: "invalid_credentials" });
    for (const refusal of refusals) expect(refusal).toEqual(refusals[0]);
  });

  test("refuses after five attempts at an account from an IP, with the right password too", async () => {
    const ctx = anonymousAt();
    const attempt = (username: string, password: string) =>
      refusalOf(signIn({ ...ctx, limits: [] }, { username, password }));
    for (let n = 0; n < 5; n++) expect(await attempt(known.username, "wrong")).toBe("invalid_credentials");
    expect(await attempt(known.username, PASSWORD)).toBe("rate_limited");
    expect(await attempt(known.username.toUpperCase(), PASSWORD)).toBe("rate_limited");
    expect(await attempt("someone-else", "wrong")).toBe("invalid_credentials");
  });

  test("gives the user name and the e-mail address of an account one quota, and does not say so", async () => {
    const owner = await makeAccount();
    const ctx = anonymousAt();
    const attempt = (username: string, password: string) =>
      refusalOf(signIn({ ...ctx, limits: [] }, { username, password }));
    for (const username of [owner.username, owner.email, owner.username, owner.email, owner.username]) {
      expect(await attempt(username, "wrong")).toBe("invalid_credentials");
    }
    for (const username of [owner.email, owner.username]) {
      expect(await attempt(username, OWNERS_PASSWORD)).toBe("invalid_credentials");
    }
    expect(await refusalOf(signIn(anonymousAt(), { username: owner.email, password: OWNERS_PASSWORD }))).toBe("ok");
  });

  test("makes a hash anew whose parameters are not today's", async () => {
    const old = (await hashPassword(PASSWORD)).replace(/\$\d+\$/, "$999$");
    await db().user.update({ where: { id }, data: { passwordHash: old } });
    expect(await refusalOf(signIn(anonymousAt(), { username: known.username, password: PASSWORD }))).toBe(
      "invalid_credentials",
    );
    const { pbkdf2Sync } = await import("node:crypto");
    const salt = Buffer.from("salt");
    const key = pbkdf2Sync(PASSWORD, salt, 500, 32, "sha256");
    const weak = `pbkdf2-sha256$500$${salt.toString("base64url")}$${key.toString("base64url")}`;
    await db().user.update({ where: { id }, data: { passwordHash: weak } });
    await signIn(anonymousAt(), { username: known.username, password: PASSWORD });
    const { passwordHash } = await db().user.findUniqueOrThrow({ where: { id } });
    expect(passwordHash).not.toBe(weak);
    expect(await refusalOf(signIn(anonymousAt(), { username: known.username, password: PASSWORD }))).toBe("ok");
  });
});

describe("the first admin", () => {
  test("is made once with the newest link, by one of those who use it at once", async () => {
    const [older, newer] = [await issueFirstAdminToken(), await issueFirstAdminToken()];
    if (!older || !newer) throw new Error("there is an admin already");
    expect([await isFirstAdminToken(older), await isFirstAdminToken(newer)]).toEqual([false, true]);
    const make = (token: string) => refusalOf(createFirstAdmin(anonymousAt(), { token, ...account() }));
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
    expect(await refusalOf(createFirstAdmin(anonymousAt(), { token, ...account(), password: "password" }))).toBe(
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
