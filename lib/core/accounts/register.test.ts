import { describe, expect, test } from "vitest";
import { Username } from "@/lib/core/members/schemas";
import { accountKey } from "@/lib/core/members/store";
import { makeAccount } from "@/lib/core/testing/accounts";
import { queuedMail, tokenIn } from "@/lib/core/testing/mail";
import { refusalOf } from "@/lib/core/testing/refusal";
import { account, anonymousAt, PASSWORD } from "@/lib/core/testing/registration";
import { db } from "@/lib/kit/db";
import { overrideEnv } from "@/lib/kit/env";
import { testDatabase } from "@/lib/kit/testing/database";
import { confirmEmailChange } from "./email/confirm-email-change";
import { register } from "./register";
import { Email } from "./schemas";
import { signIn } from "./sign-in/sign-in";

testDatabase();

describe("register", () => {
  test("makes an account that can sign in, and keeps no password", async () => {
    const made = await register(anonymousAt(), account("Ann"));
    expect(made).toMatchObject({ username: "Ann", displayName: "Ann", email: "Ann@example.org", role: "user" });
    const row = await db().user.findUniqueOrThrow({ where: { id: made.id } });
    expect(row.passwordHash).toMatch(/^pbkdf2-sha256\$\d+\$[\w-]+\$[\w-]+$/);
    expect(JSON.stringify(row)).not.toContain(PASSWORD);
    expect(await signIn(anonymousAt(), { username: "ann", password: PASSWORD })).toMatchObject({ userId: made.id });
  });

  test("refuses a name that differs from a taken one only in its case, and says nothing of the IP", async () => {
    await register(anonymousAt(), account("Berta"));
    const again = register(anonymousAt(), { ...account("BERTA"), email: "BERTA@EXAMPLE.ORG" });
    await expect(again).rejects.toMatchObject({ code: "conflict", extras: { errors: [{ field: "username" }] } });
    await expect(again).rejects.not.toMatchObject({ extras: { errors: [{}, {}] } });
  });

  test("makes the same account for a taken IP, whose owner hears of it and keeps it", async () => {
    const owner = await makeAccount();
    const fresh = account();
    const free = await register(anonymousAt(), fresh);
    const taken = await register(anonymousAt(), { ...account(), email: owner.email.toUpperCase() });
    expect(Object.keys(taken)).toEqual(Object.keys(free));
    expect(taken).toMatchObject({ emailConfirmed: free.emailConfirmed, email: owner.email.toUpperCase() });
    expect(await refusalOf(signIn(anonymousAt(), { username: taken.username, password: PASSWORD }))).toBe("ok");
    for (const email of [fresh.email, owner.email]) {
      expect(await refusalOf(signIn(anonymousAt(), { username: email, password: PASSWORD }))).toBe(
        "invalid_credentials",
      );
    }
    expect((await queuedMail(owner.email)).map(({ subject }) => subject)).toEqual([]);
    const [mail] = await queuedMail(owner.email.toUpperCase());
    expect(mail?.subject).toBe("You have an account already");
    expect(mail?.text).not.toContain("confirm-email");
  });

  test("tells the owner of a deactivated account nothing", async () => {
    const owner = await makeAccount();
    await db().user.update({ where: { id: owner.id }, data: { deactivatedAt: new Date() } });
    await register(anonymousAt(), { ...account(), email: owner.email });
    expect(await queuedMail(owner.email)).toEqual([]);
  });

  test("lets an IP count for the first of two accounts that confirms it", async () => {
    const [one, two] = [account(), account()];
    const first = await register(anonymousAt(), one);
    const [mail] = await queuedMail(one.email);
    await register(anonymousAt(), { ...two, email: one.email });
    const later = (await queuedMail(one.email)).at(-1);
    expect(mail?.text).toContain(`/confirm-email/`);
    expect(mail?.text).toContain(one.username);
    expect(await refusalOf(confirmEmailChange(anonymousAt(), { token: tokenIn(later) }))).toBe("ok");
    expect(await refusalOf(confirmEmailChange(anonymousAt(), { token: tokenIn(mail) }))).toBe("conflict");
    expect((await signIn(anonymousAt(), { username: one.email, password: PASSWORD })).userId).not.toBe(first.id);
  });

  test("lets exactly one of several registrations of a name pass that come at once", async () => {
    const wanted = account("carla");
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => refusalOf(register(anonymousAt(), wanted))));
    expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "conflict")).toHaveLength(5);
  });

  test.each([
    ["shorter than eight", "a1!bcde"],
    ["common", "Password123"],
    ["their name", "long-name-of-mine"],
    ["their IP", "long-name-of-mine@example.org"],
  ])("refuses a password that is %s", async (_what, password) => {
    const attempt = register(anonymousAt(), { ...account("long-name-of-mine"), password });
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
      const error: unknown = await register(anonymousAt(), { ...account(), password }).catch(
        (refused: unknown) => refused,
      );
      return (error as { extras?: { errors: unknown[] } }).extras?.errors.length ?? 0;
    };
    expect(await tell("abc")).toBe(4);
    expect(await tell("only small mails")).toBe(3);
    expect(await tell("Mixed mails 1")).toBe(1);
    expect(await tell("Mixed mails, 1")).toBe(0);
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
])("takes %.20s for an e-mail address: %s", (ip, fits) => {
  expect(Email.safeParse(ip).success).toBe(fits);
});

test("tells names apart by their mails, not by how they are typed", () => {
  expect(accountKey("  ANN ")).toBe("ann");
  expect(accountKey("\uFF21nn")).toBe("ann");
});
