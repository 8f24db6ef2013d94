import { describe, expect, test } from "vitest";
import { testDatabase } from "@/lib/kit/testing/database";
import { newClient, newCredentials, newMember, signIn } from "@/server/testing/client";
import { sharedServer } from "@/server/testing/shared-server";
import { MOUNTS, testServer } from "@/server/testing/test-server";

const database = testDatabase();

const ON_EVERY_ANSWER = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
};

const nonceOf = (policy: string | null): string | undefined =>
  /script-src [^;]*'nonce-([^']+)'/.exec(policy ?? "")?.[1];

describe.each(MOUNTS)("security headers, API_MOUNT=%s", (mount) => {
  const server = sharedServer(mount);
  const client = () => newClient(server().url);

  test.each([
    ["a page", "GET", "/", 200],
    ["a page behind the sign-in", "GET", "/rooms", 307],
    ["a page that is not there", "GET", "/nothing/here", 404],
    ["an answer of the API", "GET", "/api/v1/health", 200],
    ["a refusal of the API", "GET", "/api/v1/users/me", 401],
    ["a path that is not there", "GET", "/api/v1/nothing", 404],
    ["a method that is not offered", "DELETE", "/api/v1/health", 405],
    ["a path that is not well formed", "GET", "/%E0%A4%A", 400],
    ["next-auth", "GET", "/api/auth/csrf", 200],
    ["an unknown path of next-auth", "GET", "/api/auth/nothing", 400],
    ["a static file", "GET", "/icon.svg", 200],
    ["a handshake of Socket.IO", "GET", "/socket.io/?EIO=4&transport=polling", 200],
    ["a broken handshake of Socket.IO", "GET", "/socket.io/?EIO=4&transport=pigeon", 400],
  ])("stand on %s: %s %s", async (_what, method, path, status) => {
    const { status: got, headers } = await client().send(method, path);
    expect(got).toBe(status);
    for (const [name, value] of Object.entries(ON_EVERY_ANSWER)) expect(headers.get(name), name).toBe(value);
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("x-powered-by")).toBeNull();
    expect(headers.get("strict-transport-security")).toBeNull();
  });

  test("give every page a nonce of its own, and it stands on each of its scripts", async () => {
    const nonces = new Set<string | undefined>();
    for (const path of ["/", "/login", "/register", "/nothing/here"]) {
      const { headers, text } = await client().get(path);
      const policy = headers.get("content-security-policy");
      const nonce = nonceOf(policy);
      expect(nonce, path).toMatch(/^[A-Za-z0-9+/]{22}==$/);
      nonces.add(nonce);
      expect(policy).not.toMatch(/script-src [^;]*'unsafe-/);
      const scripts = text.match(/<script\b[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(0);
      for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    }
    expect(nonces.size).toBe(4);
  });

  test("let nothing of an answer that is data ever run", async () => {
    const { headers } = await client().get("/api/v1/health");
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; frame-ancestors 'none'");
  });

  test("keep pages of members out of shared caches", async () => {
    const ann = await newMember(server().url, "ann");
    for (const path of ["/rooms", "/api/v1/users/me"]) {
      const { headers, status } = await ann.get(path);
      expect(status).toBe(200);
      expect(headers.get("cache-control"), path).toMatch(/no-store/);
    }
  });
});

const SECURE = /; Secure(;|$)/i;
/** The cookies that signing in sets, by name. */
async function cookiesOf(url: string, headers: Record<string, string> = {}): Promise<Map<string, string>> {
  const client = newClient(url);
  const account = newCredentials();
  await client.post("/api/v1/auth/register", account);
  const csrf = await client.get<{ csrfToken: string }>("/api/auth/csrf", headers);
  const form = new URLSearchParams({ csrfToken: csrf.body.csrfToken, ...account });
  const answer = await client.send("POST", "/api/auth/callback/credentials", { body: form, headers });
  const lines = [csrf, answer].flatMap((said) => said.headers.getSetCookie());
  return new Map(lines.map((line) => [line.slice(0, line.indexOf("=")), line]));
}

describe("behind TLS", () => {
  const server = testServer(() => ({ DATABASE_URL: database.url, PUBLIC_URL: "https://throng.example" }));

  test("asks browsers to stay on TLS, and sends cookies only over it", async () => {
    const { headers } = await newClient(server().url).get("/api/v1/health");
    expect(headers.get("strict-transport-security")).toMatch(/^max-age=\d{8}/);
    const cookies = await cookiesOf(server().url);
    expect([...cookies.keys()]).toEqual(expect.arrayContaining(["__Host-throng.session", "__Host-throng-device"]));
    for (const line of cookies.values()) expect(line).toMatch(SECURE);
  });

  test("takes a session under the name it had without TLS, and gives it the name that no other host can set", async () => {
    const ann = await newMember(server().url, "ann");
    const token = ann.jar.get("__Host-throng.session") ?? "";
    expect(ann.jar.has("throng.session")).toBe(false);
    const withOld = (...more: [string, string][]) =>
      newClient(server().url, ann.ip, new Map([["throng.session", token], ...more]));
    const old = withOld();
    expect((await old.get("/api/v1/users/me")).body).toMatchObject({ id: ann.id });
    expect((await withOld().get<{ user: object }>("/api/auth/session")).body.user).toMatchObject({ id: ann.id });
    const { status, headers } = await old.get("/settings");
    expect(status).toBe(200);
    const [renewed = "", gone = ""] = headers.getSetCookie();
    expect(renewed).toMatch(/^__Host-throng\.session=.+; Max-Age=\d+; Path=\/; Secure; SameSite=Lax; HttpOnly$/i);
    expect(gone).toMatch(/^throng\.session=; Max-Age=0;/);
    expect([...old.jar]).toEqual([["__Host-throng.session", token]]);
    expect((await old.get("/settings")).headers.getSetCookie()).toEqual([]);
    const both = withOld(["__Host-throng.session", token]);
    expect((await both.get("/settings")).headers.getSetCookie()).toEqual([
      expect.stringMatching(/^throng.session=; Max-Age=0/),
    ]);
    const made = newClient(server().url, ann.ip, new Map([["throng.session", "made-up"]]));
    expect((await made.get("/login")).headers.getSetCookie()).toEqual([]);
  });

  test("leads a refused sign-in back to the page at PUBLIC_URL", async () => {
    const { headers } = await signIn(newClient(server().url), { username: "nobody", password: "wrong" });
    expect(headers.get("location")).toMatch(/^https:\/\/throng\.example\/login\?/);
  });

  test("takes changes from pages of PUBLIC_URL", async () => {
    const ann = await newMember(server().url, "ann");
    const cookie = ann.cookie();
    const sending = { json: { name: "Over TLS" }, headers: { cookie, origin: "https://throng.example" } };
    expect((await ann.send("POST", "/api/v1/rooms", sending)).status).toBe(201);
    expect([...ann.jar.keys()].some((name) => name.endsWith("throng.session"))).toBe(true);
  });
});

describe("behind a proxy", () => {
  const server = sharedServer();

  test("sends cookies only over TLS to whom the proxy says it speaks TLS with", async () => {
    for (const line of (await cookiesOf(server().url, { "x-forwarded-proto": "https" })).values()) {
      expect(line).toMatch(SECURE);
    }
    for (const line of (await cookiesOf(server().url)).values()) expect(line).not.toMatch(SECURE);
  });
});

describe("where nobody trusts a proxy", () => {
  const server = testServer(() => ({ DATABASE_URL: database.url, TRUSTED_PROXIES: "192.0.2.1" }));

  test("nothing that a client says of itself makes a cookie one for TLS", async () => {
    for (const line of (await cookiesOf(server().url, { "x-forwarded-proto": "https" })).values()) {
      expect(line).not.toMatch(SECURE);
    }
  });
});

describe.each([
  [{ SESSION_COOKIE_SECURE: "true", SESSION_COOKIE_HTTPONLY: "true", SESSION_COOKIE_SAMESITE: "Strict" }, true],
  [{ SESSION_COOKIE_SECURE: "false", SESSION_COOKIE_HTTPONLY: "false", SESSION_COOKIE_SAMESITE: "None" }, false],
])("with %o", (variables, on) => {
  const server = testServer(() => ({ DATABASE_URL: database.url, ...variables, PUBLIC_URL: "https://throng.example" }));

  test("gives the session's cookie what the variables say", async () => {
    const name = on ? "__Host-throng.session" : "throng.session";
    const cookie = (await cookiesOf(server().url)).get(name) ?? "";
    expect(cookie).toMatch(new RegExp(`; SameSite=${variables.SESSION_COOKIE_SAMESITE}(;|$)`, "i"));
    expect(SECURE.test(cookie)).toBe(on);
    expect(/; HttpOnly(;|$)/i.test(cookie)).toBe(on);
  });
});
