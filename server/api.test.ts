import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mountApi } from "./api";

/** A route whose file comes in parts, and breaks or goes on for ever when it is asked to. */
const ROUTE = `
let taken = 0;
async function* parts(how) {
  try {
    for (taken = 1; how === "endless" || taken <= 3; taken++) yield "é".repeat(100_000) + "\\n";
    if (how === "broken") throw new Error("the database went away");
  } finally {
    if (how === "endless") taken = -1;
  }
}
const file = async (_ctx, { how }) => ({ name: "a file.csv", type: "text/csv; charset=utf-8", parts: parts(how) });
const count = async () => ({ taken });
async function* bytes() {
  yield new Uint8Array([0x89, 0x50, 0x00, 0xff]);
  yield "é";
}
const picture = async () => ({ name: "p.png", type: "image/png", inline: true, headers: { etag: '"v1"' }, parts: bytes() });
const verb = (run, name) => Object.assign(run, { verb: name });
export const GET = { declaration: { verb: verb(file, "test.file"), file: true, unlimited: true } };
export const PUT = { declaration: { verb: verb(picture, "test.picture"), file: true, unlimited: true } };
export const POST = { declaration: { verb: verb(count, "test.count"), unlimited: true } };
`;

const folder = mkdtempSync(join(tmpdir(), "throng-api-"));
let close: () => void;
let url = "";

beforeAll(async () => {
  mkdirSync(join(folder, "api", "v1", "file"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "api", "v1", "file", "route.js"), ROUTE);
  const listener = await mountApi(folder);
  const server = createServer((req, res) => listener(req, res, { requestId: "1", ip: "192.0.2.1", userAgent: "" }));
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/file`;
  close = () => void server.close();
});
afterAll(() => {
  close();
  rmSync(folder, { recursive: true });
});

test("sends a file in parts, whole", async () => {
  const answer = await fetch(url);
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="a_file.csv"');
  expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
  expect((await answer.text()).length).toBe(300_003);
  const head = await fetch(url, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
});

test("sends bytes as they are, in between its own headers", async () => {
  const answer = await fetch(url, { method: "PUT" });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    ...{ "content-type": "image/png", "content-disposition": 'inline; filename="p.png"', etag: '"v1"' },
    ...{ "x-content-type-options": "nosniff", "cross-origin-resource-policy": "same-origin" },
  });
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from([0x89, 0x50, 0x00, 0xff, 0xc3, 0xa9]));
});

test("cuts the connection when the file breaks off, so that a part is not taken for the whole", async () => {
  const answer = await fetch(`${url}?how=broken`);
  expect(answer.status).toBe(200);
  await expect(answer.text()).rejects.toThrow();
});

test("makes no more of it than the client takes, and stops when the client goes", async () => {
  const taken = async () => ((await (await fetch(url, { method: "POST" })).json()) as { taken: number }).taken;
  const away = new AbortController();
  const answer = await fetch(`${url}?how=endless`, { signal: away.signal });
  await answer.body?.getReader().read();
  let before = -1;
  await expect
    .poll(
      async () => {
        const last = before;
        before = await taken();
        return before > 0 && before === last;
      },
      { interval: 300 },
    )
    .toBe(true);
  away.abort();
  await expect.poll(taken).toBe(-1);
});
