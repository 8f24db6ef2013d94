import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/lib/kit/testing/database";
import { type Cable, layCable } from "@/server/testing/cable";
import { type Answer, type Client, newClient, newCredentials, newMember, signIn } from "@/server/testing/client";
import { codeOf } from "@/server/testing/problems";
import { sendEndless } from "@/server/testing/send-endless";
import { actionOf } from "@/server/testing/server-action";
import { testServer } from "@/server/testing/test-server";

const database = testDatabase();
const CALLBACK = "/api/auth/callback/credentials";
const FORM = "application/x-www-form-urlencoded";

/** What the RateLimit field says of `rate limit`: how many are left. */
const leftOf = ({ headers }: Answer, rateLimit: string): number =>
  Number(new RegExp(`"${rateLimit}";r=(\\d+)`).exec(headers.get("ratelimit") ?? "")?.[1]);

describe("the door of next-auth", () => {
  const limits = "auth=20/5m,login=3/5m,general=30/1h,api=1000/1m,register=1000/1m";
  const server = testServer(() => ({ DATABASE_URL: database.url, RATE_LIMITS: limits }));
  const anonymousAt = () => newClient(server().url);
  const forged = { csrfToken: "forged", username: "nobody", password: "wrong" };

  test("counts every change once, also one that next-auth refuses before it asks us", async () => {
    const client = anonymousAt();
    const json = { json: forged };
    const attempts: ((client: Client) => Promise<Answer>)[] = [
      (from) => signIn(from, { username: "nobody", password: "wrong" }),
      (from) => from.send("POST", CALLBACK, { body: new URLSearchParams(forged) }),
      (from) => from.send("POST", CALLBACK, json),
      (from) => from.send("POST", CALLBACK, { body: "{", headers: { "content-type": "application/json" } }),
      (from) => from.send("POST", CALLBACK),
      (from) => from.send("POST", "/api/auth/signout", json),
      (from) => from.send("POST", "/api/auth/session", json),
      (from) => from.send("POST", "/api/auth/nothing", json),
      (from) => from.send("POST", CALLBACK, { body: new URLSearchParams({ ...forged, more: "x".repeat(70_000) }) }),
    ];
    const left = [];
    for (const attempt of attempts) left.push(leftOf(await attempt(client), "auth"));
    expect(left).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11]);
  });

  test("refuses further changes of an IP with when to come back", async () => {
    const client = anonymousAt();
    for (let n = 0; n < 20; n++) await client.send("POST", CALLBACK, { body: new URLSearchParams(forged) });
    for (const sending of [{ body: new URLSearchParams(forged) }, { json: forged }]) {
      const refused = await client.send("POST", CALLBACK, sending);
      expect(codeOf(refused)).toBe("429 rate_limited");
      expect(refused.body).toMatchObject({ rateLimit: "auth", resetAt: expect.any(String) });
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    }
  });

  test("refuses further sign-ins to an account with when to come back, whatever asks", async () => {
    const client = anonymousAt();
    for (let n = 0; n < 3; n++) {
      const answer = await signIn(client, { username: "nobody", password: "wrong" });
      const location = new URL(answer.headers.get("location") ?? "");
      expect(location.pathname).toBe("/login");
      expect(location.searchParams.get("code")).toBe("invalid_credentials");
      expect(leftOf(answer, "login")).toBe(2 - n);
    }
    const { body } = await client.get<{ csrfToken: string }>("/api/auth/csrf");
    const given = { csrfToken: body.csrfToken, username: "nobody", password: "wrong" };
    const headers = { "x-auth-return-redirect": "1" };
    for (const sending of [{ body: new URLSearchParams(given) }, { json: given, headers }]) {
      const refused = await client.send("POST", CALLBACK, sending);
      expect(codeOf(refused)).toBe("429 rate_limited");
      expect(refused.body).toMatchObject({
        rateLimit: "login",
        retryAfter: Number(refused.headers.get("retry-after")),
      });
    }
  });

  test("refuses a body of more than 64 KiB before next-auth reads it", async () => {
    const large = new URLSearchParams({ ...forged, more: "x".repeat(65 * 1024) });
    expect(codeOf(await anonymousAt().send("POST", CALLBACK, { body: large }))).toBe("413 payload_too_large");
    expect(await sendEndless(server().port, CALLBACK, FORM)).toBe(413);
    expect(await sendEndless(server().port, "/api/auth/signout", "text/plain")).toBe(413);
  });

  test("counts reads like every call of the API", async () => {
    const client = anonymousAt();
    const left = [];
    for (const path of ["csrf", "session", "providers", "signin"]) {
      left.push(leftOf(await client.get(`/api/auth/${path}`), "general"));
    }
    expect(left).toEqual([29, 28, 27, 26]);
    for (let n = 0; n < 26; n++) await client.get("/api/auth/csrf");
    expect(codeOf(await client.get("/api/auth/csrf"))).toBe("429 rate_limited");
    const ann = await newMember(server().url, "ann");
    const before = leftOf(await ann.get("/api/v1/users/me"), "api");
    expect(leftOf(await ann.get("/api/auth/session"), "api")).toBe(before - 1);
  });

  test("the pages of signing in and registering say when to come back", async () => {
    const client = anonymousAt();
    const login = await actionOf(client, "/login");
    const attempt = () => login({ username: "nobody-here", password: "wrong" });
    for (let n = 0; n < 3; n++) expect((await attempt()).text).toContain("Name or password is wrong.");
    expect((await attempt()).text).toMatch(/Too many attempts\. Try again in \d+ (seconds|minutes)\./);
    const { username, email } = newCredentials();
    const signUp = await actionOf(client, "/register");
    const register = () => signUp({ username, email, password: "short" });
    for (let n = 4; n < 20; n++) expect((await register()).text).not.toContain("Too many");
    expect((await register()).text).toMatch(/Too many attempts\. Try again in \d+ (seconds|minutes)\./);
    expect((await attempt()).text).toMatch(/Too many attempts\. Try again in \d+ (seconds|minutes)\./);
  });

  test("counts an account that is made on its page once, though it is signed in too", async () => {
    const client = anonymousAt();
    const made = await (await actionOf(client, "/register"))(newCredentials());
    expect(made.headers.get("x-action-redirect")).toBe("/rooms;push");
    expect(client.jar.has("throng.session")).toBe(true);
    const left = leftOf(await client.send("POST", CALLBACK, { body: new URLSearchParams(forged) }), "auth");
    expect(left).toBe(18);
  });

  test("lets a search of the log find a failed sign-in, without the name that was typed", async () => {
    const ann = await newMember(server().url, "ann");
    const client = anonymousAt();
    const typed = "my-secret-pass-phrase";
    await signIn(client, { username: typed, password: "wrong" });
    await signIn(client, { username: ann.username, password: "wrong" });
    const found = () =>
      server()
        .output()
        .split("\n")
        .filter((line) => line.includes("login_failed") && line.includes(client.ip));
    await expect.poll(() => found().length).toBe(2);
    const [nobody, known] = found().map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(nobody).toMatchObject({ event: "login_failed", msg: "login_failed", userId: null, ip: client.ip });
    expect(known).toMatchObject({ event: "login_failed", userId: ann.id, requestId: expect.any(String) });
    expect(server().output()).not.toContain(typed);
  });

  test("gives a device a cookie that scripts cannot read, and tells nothing by it", async () => {
    const ann = await newMember(server().url, "ann");
    const client = anonymousAt();
    await signIn(client, { username: ann.username, password: "wrong" });
    expect(client.jar.has("throng-device")).toBe(false);
    const { headers } = await signIn(client, ann);
    const cookie = headers.getSetCookie().find((line) => line.startsWith("throng-device="));
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    expect(cookie).not.toContain(ann.username);
    expect(headers.getSetCookie().find((line) => line.startsWith("throng.session="))).toMatch(/; HttpOnly/i);
  });
});

describe("while the database is away", () => {
  let cable: Cable | undefined;
  beforeAll(async () => {
    cable = await layCable(Number(new URL(database.url).port));
  });
  const server = testServer(() => {
    const url = new URL(database.url);
    url.host = new URL(cable?.url ?? "").host;
    return { DATABASE_URL: url.href };
  });
  afterAll(async () => {
    await server().stop();
    await cable?.close();
  });

  test("signing in and out say so, and keep the cookie", async () => {
    const ann = await newMember(server().url, "ann");
    const client = newClient(server().url);
    const { body } = await ann.get<{ csrfToken: string }>("/api/auth/csrf");
    const login = await actionOf(client, "/login");
    cable?.pull();
    const refused = await signIn(client, ann);
    expect(codeOf(refused)).toBe("503 unavailable");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    const page = await login({ username: ann.username, password: ann.password });
    expect(page.text).toContain("The database does not answer. Try again in a moment.");
    const form = new URLSearchParams({ csrfToken: body.csrfToken });
    expect(codeOf(await ann.send("POST", "/api/auth/signout", { body: form }))).toBe("503 unavailable");
    cable?.plug();
    await expect.poll(async () => (await ann.get("/api/v1/users/me")).status).toBe(200);
    await expect.poll(async () => (await signIn(client, ann)).status).toBe(302);
    expect(client.jar.has("throng.session")).toBe(true);
  });
});
