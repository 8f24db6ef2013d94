import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@/lib/kit/testing/database";
import { type Client, newClient, newMember } from "@/server/testing/client";
import { codeOf } from "@/server/testing/problems";
import { actionOf } from "@/server/testing/server-action";
import { testServer } from "@/server/testing/test-server";
import { WIDE_LIMITS } from "@/server/testing/wide-limits";

const database = testDatabase();
const limitsWith = (changed: string) => [...WIDE_LIMITS.split(",").filter((one) => !one.startsWith("pages=")), changed];

/** A file that pages load. */
const chunkOf = async (client: Client): Promise<string> =>
  /\/_next\/static\/chunks\/[\w.~-]+\.js/.exec((await client.get("/login")).text)?.[0] ?? "";

/** Sends bytes as they are, and answers what comes back until the connection is closed. */
function sendRaw(port: number, ...parts: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => parts.forEach((part) => socket.write(part)));
    let said = "";
    socket.on("data", (part) => (said += part.toString("latin1")));
    socket.once("close", () => resolve(said)).once("error", reject);
  });
}

const request = (line: string, ...headers: string[]): string =>
  [`${line} HTTP/1.1`, "Host: throng", "Connection: close", ...headers, "", ""].join("\r\n");

describe("the limit of pages", () => {
  const server = testServer(() => ({ DATABASE_URL: database.url, RATE_LIMITS: limitsWith("pages=8/1m").join(",") }));

  test("counts documents for who is not signed in per IP, kept ones and paths that lead nowhere too", async () => {
    const client = newClient(server().url);
    const paths = ["/", "/login", "/login?next=/rooms", "/nothing", "/rooms", "/unsubscribe/x", "/api/nothing", "/"];
    const left = [];
    for (const path of paths)
      left.push(/"pages";r=(\d+)/.exec((await client.get(path)).headers.get("ratelimit") ?? "")?.[1]);
    expect(left).toEqual(["7", "6", "5", "4", "3", "2", "1", "0"]);
    const refused = await client.get("/login");
    expect(codeOf(refused)).toBe("429 rate_limited");
    expect(refused.body).toMatchObject({ rateLimit: "pages", retryAfter: Number(refused.headers.get("retry-after")) });
    expect((await newClient(server().url).get("/login")).status).toBe(200);
  });

  test("says so to people on a page, and is not fooled by a cookie that is no session", async () => {
    const client = newClient(server().url);
    const headers = { accept: "text/html", cookie: "throng.session=made-up; throng-device=made-up" };
    for (let n = 0; n < 8; n++) expect((await client.get("/login", headers)).status).toBe(200);
    const refused = await client.get("/login", headers);
    expect([refused.status, refused.headers.get("content-type")]).toEqual([429, "text/html; charset=utf-8"]);
    expect(refused.text).toMatch(/Try again in \d+ seconds\. The limit is called pages\./);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  test("exempts static files, and members", async () => {
    const ann = await newMember(server().url, "ann");
    const client = newClient(server().url, ann.ip);
    const chunk = await chunkOf(client);
    for (let n = 0; n < 10; n++) {
      for (const path of [chunk, "/push.js", "/icon.svg"]) expect((await client.get(path)).status).toBe(200);
      expect((await ann.get("/settings")).status).toBe(200);
    }
    expect((await client.get("/login")).status).toBe(200);
  });
});

describe("paths that lead nowhere", () => {
  const server = testServer(() => ({ DATABASE_URL: database.url }));

  test("are one page, which tells nobody what somebody else asked for", async () => {
    const client = newClient(server().url);
    await client.get("/a-secret-of-mine");
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => client.get(`/nowhere/${n}?x=${n}`)));
    for (const { status, text, headers } of answers) {
      expect(status).toBe(404);
      expect(text).toContain("Nobody here");
      expect(text).not.toContain("secret-of-mine");
      expect(text).toContain(/nonce-([^']+)/.exec(headers.get("content-security-policy") ?? "")?.[1]);
    }
    expect((await client.get("/_next/static/chunks/none.js")).text).toBe("");
    expect((await client.get("/%6cogin")).status).toBe(404);
  });
});

describe("where a proxy writes another Host", () => {
  const server = testServer(() => ({ DATABASE_URL: database.url, PUBLIC_URL: "https://throng.example" }));
  const host = "10.0.0.7:3000";
  const changing = (port: number, path: string, origin: string, ...headers: string[]) =>
    sendRaw(port, request(`POST ${path}`, `Origin: ${origin}`, "Content-Length: 2", ...headers), "{}");

  test("takes forms from pages of PUBLIC_URL, as the API does", async () => {
    const client = newClient(server().url);
    const asProxy: Client = {
      ...client,
      send: (method, path, sending = {}) =>
        client.send(method, path, {
          ...sending,
          headers: { ...sending.headers, host, origin: "https://throng.example" },
        }),
    };
    const login = await actionOf(asProxy, "/login");
    const refused = await login({ username: "nobody-here", password: "wrong" });
    expect([refused.status, refused.text]).toEqual([200, expect.stringContaining("Name or password is wrong.")]);
    expect(codeOf(await asProxy.send("POST", "/api/v1/auth/register", { json: {} }))).toBe("400 invalid_input");
  });

  test.each([["https://elsewhere.example"], ["null"], ["no URL"]])(
    "refuses what a page of %s sends, at every door",
    async (origin) => {
      const action = ["Next-Action: 00", "X-Forwarded-Host: elsewhere.example"];
      for (const path of ["/login", "/api/auth/signout", "/api/v1/auth/register", "/nowhere"]) {
        expect(await changing(server().port, path, origin, ...action)).toMatch(/^HTTP\/1.1 403 [^]*"bad_origin"/);
      }
    },
  );
});

describe("what cannot be answered", () => {
  const server = testServer(() => ({ DATABASE_URL: database.url }));
  let action = "";
  let chunk = "";
  beforeAll(async () => {
    const client = newClient(server().url);
    action = /\\"id\\":\\"([0-9a-f]{40,})\\"/.exec((await client.get("/login")).text)?.[1] ?? "";
    chunk = await chunkOf(client);
  });
  afterAll(() => expect(server().output()).not.toContain('"level":60'));
  const statusOf = async (...parts: string[]) => Number((await sendRaw(server().port, ...parts)).slice(9, 12));

  test("is no path: *", async () => {
    for (const method of ["GET", "HEAD", "POST", "OPTIONS"]) expect(await statusOf(request(`${method} *`))).toBe(400);
  });

  test("is a method that files and pages do not offer", async () => {
    for (const path of [chunk, "/push.js", "/login", "/nothing", "/icon.svg"]) {
      for (const method of ["OPTIONS", "PUT", "TRACE", "PROPFIND"]) {
        const said = await sendRaw(server().port, request(`${method} ${path}`));
        expect(said).toMatch(/^HTTP\/1.1 405 [^]*\r\nAllow: GET, HEAD/);
      }
    }
    expect(await statusOf(request(`POST ${chunk}`))).toBe(405);
    expect(await statusOf(request("TRACE /api/auth/session"))).toBe(405);
  });

  test("is an image nobody offers", async () => {
    for (const url of ["/%5c%5cevil", "/%25ff", "/icon.svg"]) {
      expect(await statusOf(request(`GET /_next/image?url=${url}&w=640&q=75`))).toBe(404);
    }
  });

  test.each([
    ["text/plain", "["],
    ["text/plain", "[]"],
    ["text/plain", "[1,2,3]"],
    ["text/plain", '["$1:__proto__:then"]'],
    ["multipart/form-data", "x"],
    ["multipart/form-data; boundary=B", "--B"],
    ["multipart/form-data; boundary=B", '--B\r\nContent-Disposition: form-data; name="0"\r\n\r\n["$F1"]\r\n--B--\r\n'],
    ["text/x", "x"],
  ])("is an action with a body of %s: %s", async (type, body) => {
    const headers = [`Content-Type: ${type}`, `Content-Length: ${body.length}`, "Origin: http://throng"];
    for (const path of ["/login", "/register"]) {
      const status = await statusOf(request(`POST ${path}`, ...headers, `Next-Action: ${action}`), body);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
  });

  test("is a state of the router that is none, or a Host that is none", async () => {
    expect(await statusOf(request("GET /nothing", "RSC: 1", "Next-Router-State-Tree: x"))).toBe(400);
    const session = "GET /api/auth/session HTTP/1.1\r\nConnection: close\r\n";
    expect(await statusOf(`${session}Host: evil@x/\r\n\r\n`)).toBe(400);
  });

  test("has the safe headers also where it never became a request", async () => {
    for (const [sent, status] of [
      ["GARBAGE\r\n\r\n", 400],
      [request("GET /", "Content-Length: x"), 400],
      [request("GET /", `A: ${"a".repeat(20_000)}`), 431],
      [request("GET /", "Expect: wonders"), 417],
      ["GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
    ] as const) {
      const said = await sendRaw(server().port, sent);
      expect(said).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(said.toLowerCase()).toContain("\r\nx-content-type-options: nosniff\r\n");
      expect(said.toLowerCase()).toContain("\r\ncontent-security-policy: default-src 'none'");
    }
  });
});
