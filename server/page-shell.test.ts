import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { NOWHERE, startShells } from "./page-shell";

let rendered = 0;
let nonces = 0;
let answer: ReturnType<typeof startShells>;
let headers: Record<string, string> = {};

/** Renders a page the way Next does: with the nonce of the request, in parts, under a policy that is set before. */
const server = createServer((req, res) => {
  const nonce = `nonce-${++nonces}-`;
  res.setHeader("Content-Security-Policy", nonce);
  if (answer(req, res, nonce)) return;
  if (req.url === NOWHERE) res.statusCode = 404;
  rendered++;
  res.setHeader("Link", `<font>; nonce="${nonce}"`);
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.write(`<script nonce="${nonce}">`);
  res.write(Buffer.from(`grüße ${req.headers["accept-encoding"] ?? "as it is"}`));
  res.end(`</script nonce="${nonce}">`);
});

beforeAll(() => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)));
afterAll(() => server.close());
beforeEach(() => {
  rendered = 0;
  headers = {};
  answer = startShells();
});

async function get(path = "/", given: Record<string, string> = {}) {
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, { headers: given });
  const nonce = response.headers.get("content-security-policy") ?? "";
  return {
    status: response.status,
    text: await response.text(),
    nonce,
    link: response.headers.get("link"),
    headers: response.headers,
  };
}

const page = (nonce: string) => `<script nonce="${nonce}">grüße as it is</script nonce="${nonce}">`;

describe("startShells", () => {
  test("gives every visitor the page under a nonce of its own, rendered once", async () => {
    const answers = [await get(), await get(), await get()];
    for (const { text, nonce, link } of answers)
      expect([text, link]).toEqual([page(nonce), `<font>; nonce="${nonce}"`]);
    expect(new Set(answers.map(({ nonce }) => nonce)).size).toBe(3);
    expect(rendered).toBe(1);
  });

  test("keeps the page of all paths that lead nowhere, with its status", async () => {
    for (let n = 0; n < 3; n++) expect((await get(NOWHERE)).status).toBe(404);
    expect(rendered).toBe(1);
  });

  test("compresses it for who can read that", async () => {
    await get();
    const plain = await get("/", { "accept-encoding": "identity" });
    const small = await get("/", { "accept-encoding": "br, gzip" });
    expect([plain.headers.get("content-encoding"), small.headers.get("content-encoding")]).toEqual([null, "gzip"]);
    expect(small.text).toBe(page(small.nonce));
  });

  test.each([
    ["another page", "/reset-password/x", {}],
    ["a page with a query", "/?next=1", {}],
    ["who is signed in", "/", { cookie: "a=b; throng.session=x" }],
    ["who chose a theme", "/", { cookie: "throng.theme=dark" }],
    ["the data of Next's client", "/", { rsc: "1" }],
  ])("leaves to Next %s", async (_, path, given) => {
    await get();
    await get(path, given);
    expect(rendered).toBe(2);
  });

  test("never keeps a page that sets a cookie", async () => {
    headers = { "set-cookie": "a=b" };
    await get();
    await get();
    expect(rendered).toBe(2);
  });

  test("renders anew after a while", async () => {
    await get();
    const now = Date.now();
    const clock = vi.spyOn(Date, "now").mockReturnValue(now + 60_000);
    await get();
    await get();
    clock.mockRestore();
    expect(rendered).toBe(2);
  });
});
