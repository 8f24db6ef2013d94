import type { IncomingHttpHeaders } from "node:http";
import { beforeEach, expect, test } from "vitest";
import { env, overrideEnv } from "@/lib/kit/env";
import { safeFetch } from "./safe-fetch";
import { testSource } from "./testing/servers";

const source = testSource();
type Seen = { asked: string; headers: IncomingHttpHeaders; body: string };
let seen: Seen[] = [];

/** Redirects by path: status and place. What is not listed answers 200. */
let places: Record<string, [number, string]> = {};

beforeEach(() => {
  seen = [];
  places = {};
  source.answer = (req, res) => {
    const one = { asked: `${req.method} ${req.url}`, headers: req.headers, body: "" };
    seen.push(one);
    req.on("data", (part: Buffer) => void (one.body += part.toString()));
    const [status, location] = places[req.url ?? ""] ?? [200, undefined];
    req.on("end", () => res.writeHead(status, location === undefined ? {} : { location }).end("a body"));
  };
});

const askedAll = () => seen.map(({ asked }) => asked);

test("follows three redirects, names where each led, and refuses the fourth", async () => {
  places = { "/1": [301, "/2"], "/2": [302, "3?x=1#y"], "/3?x=1": [308, `${source.url}/4`], "/4": [307, "/5"] };
  const { status, url, redirects, body } = await safeFetch(`${source.url}/2`).then(async (first) => {
    expect(first.redirects).toHaveLength(3);
    return first;
  });
  expect([status, url, body.toString()]).toEqual([200, `${source.url}/5`, "a body"]);
  expect(redirects).toEqual([
    { status: 302, url: `${source.url}/3?x=1` },
    { status: 308, url: `${source.url}/4` },
    { status: 307, url: `${source.url}/5` },
  ]);
  seen = [];
  await expect(safeFetch(`${source.url}/1`)).rejects.toMatchObject({ reason: "redirects" });
  expect(askedAll()).toEqual(["GET /1", "GET /2", "GET /3?x=1", "GET /4"]);
});

test.each<[string, Record<string, [number, string]>]>([
  ["of two", { "/a": [301, "/b"], "/b": [302, "/a"] }],
  ["of one", { "/a": [302, "/a#again"] }],
  ["that is entered later", { "/a": [302, "/b"], "/b": [302, "/c"], "/c": [302, "/b"] }],
])("names a loop %s", async (_which, ways) => {
  places = ways;
  await expect(safeFetch(`${source.url}/a`)).rejects.toMatchObject({ reason: "loop" });
});

test.each([
  [301, "POST", "GET"],
  [302, "POST", "GET"],
  [303, "POST", "GET"],
  [303, "PUT", "GET"],
  [303, "HEAD", "HEAD"],
  [301, "PUT", "PUT"],
  [307, "POST", "POST"],
  [308, "POST", "POST"],
] as const)("after %i asks with the method of browsers: %s becomes %s", async (status, method, becomes) => {
  places = { "/a": [status, "/b"] };
  const headers = { "content-type": "text/plain" };
  await safeFetch(`${source.url}/a`, { method, headers, ...(method === "HEAD" ? {} : { body: "words" }) });
  const keeps = becomes !== "GET" && becomes !== "HEAD";
  expect(seen[1]).toMatchObject({ asked: `${becomes} /b`, body: keeps ? "words" : "" });
  expect(seen[1]?.headers["content-type"]).toBe(keeps ? "text/plain" : undefined);
});

test("a place that was posted to may be asked for afterwards", async () => {
  places = { "/a": [303, "/a"] };
  await expect(safeFetch(`${source.url}/a`, { method: "POST" })).rejects.toMatchObject({ reason: "loop" });
  expect(askedAll()).toEqual(["POST /a", "GET /a"]);
});

test("tells nobody else who asks", async () => {
  const secrets = { Authorization: "Bearer x", cookie: "a=b", "X-Api-Key": "k", "x-signature": "s" };
  const elsewhere = source.url.replace("127.0.0.1", "localhost");
  places = { "/a": [302, "/b"], "/b": [302, `${elsewhere}/c`], "/c": [302, `${source.url}/d`] };
  await safeFetch(`${source.url}/a`, { headers: { ...secrets, accept: "text/html", "if-none-match": '"1"' } });
  const told = seen.map(({ headers }) => Object.keys(secrets).filter((name) => name.toLowerCase() in headers).length);
  expect(told).toEqual([4, 4, 0, 0]);
  expect(seen[3]?.headers).toMatchObject({ accept: "text/html", "if-none-match": '"1"' });
});

test("follows nothing when that is asked, nor what leads nowhere", async () => {
  places = { "/a": [302, "/b"], "/c": [304, "/b"] };
  expect(await safeFetch(`${source.url}/a`, { follow: false })).toMatchObject({ status: 302, redirects: [] });
  expect(await safeFetch(`${source.url}/c`)).toMatchObject({ status: 304 });
  source.answer = (_req, res) => res.writeHead(302).end("no place");
  expect(String((await safeFetch(source.url)).body)).toBe("no place");
  expect(askedAll()).toEqual(["GET /a", "GET /c"]);
});

test("reads nothing of a body of which only the status is wanted", async () => {
  source.answer = (_req, res) => {
    res.writeHead(201);
    const timer = setInterval(() => res.write("x"), 5);
    res.on("close", () => clearInterval(timer));
  };
  const { status, body } = await safeFetch(source.url, { method: "POST", body: "x", statusOnly: true });
  expect([status, body.length]).toEqual([201, 0]);
});

test("says who asks and where to complain, and does not let the caller say otherwise", async () => {
  const { PUBLIC_URL } = env();
  overrideEnv({ PUBLIC_URL: "https://bücher.example/throng" });
  const headers = { "User-Agent": "a browser", host: "elsewhere.example", "content-length": 99, te: "x", "x-own": 1 };
  await safeFetch(source.url, { method: "POST", headers, body: "words" });
  overrideEnv({ PUBLIC_URL: undefined });
  await safeFetch(source.url);
  overrideEnv({ PUBLIC_URL });
  expect(seen[0]?.headers).toMatchObject({
    ...{
      "user-agent": expect.stringMatching(/^Throng\/\d+\.\d+\.\d+ \(\+https:\/\/xn--bcher-kva\.example\/throng\)$/),
    },
    ...{ host: `127.0.0.1:${source.port}`, "content-length": "5", "x-own": "1" },
  });
  expect(seen[0]?.headers.te).toBeUndefined();
  expect(seen[1]?.headers["user-agent"]).toMatch(/^Throng\/\d+\.\d+\.\d+$/);
});
