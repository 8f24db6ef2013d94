import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createHttpServer } from "./http-server";
import { refuseSocket } from "./refuse-socket";
import { dataHeaders } from "./security-headers";
import { headOf, readHead, sendRaw, upgradeHead } from "./testing/raw-request";

let http: Server;
let port: number;
beforeAll(async () => {
  http = createHttpServer((req, res) => {
    let body = "";
    req.setEncoding("utf8").on("data", (part: string) => {
      body += part;
    });
    req.on("end", () => res.end(`${req.method} ${body}`));
  });
  http.on("upgrade", (_req, socket) => refuseSocket(socket, 404));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  ({ port } = http.address() as AddressInfo);
});
afterAll(() => void http.close());

const H2C = [
  "Host: localhost",
  "Connection: Upgrade, HTTP2-Settings, close",
  "Upgrade: h2c",
  "HTTP2-Settings: AAMAAABk",
];

function expectSafe(answer: string, status: number): void {
  const head = readHead(answer);
  expect(head.status, answer).toBe(status);
  for (const [name, value] of Object.entries(dataHeaders())) expect(head.headers.get(name), name).toBe(value);
}

describe("the HTTP server", () => {
  test("answers who would like HTTP/2 as anyone else, with what they send", async () => {
    expect(await sendRaw(port, headOf("GET / HTTP/1.1", ...H2C))).toMatch(/^HTTP\/1.1 200 OK[^]*GET/);
    const sent = `${headOf("POST / HTTP/1.1", ...H2C, "Content-Length: 5")}hello`;
    expect(await sendRaw(port, sent)).toMatch(/^HTTP\/1.1 200 OK[^]*POST hello/);
    expect(await sendRaw(port, upgradeHead("/", { Upgrade: "WebSocket" }))).toMatch(/^HTTP\/1.1 404 /);
  });

  test.each([
    ["what is no request", "no request at all\r\n\r\n", 400],
    ["a header that cannot be read", headOf("GET / HTTP/1.1", "Host: localhost", "a b: c"), 400],
    ["a request to no host", headOf("GET / HTTP/1.1"), 400],
    ["headers that are too long", headOf("GET / HTTP/1.1", "Host: localhost", `X: ${"x".repeat(20_000)}`), 431],
    ["an upgrade to nowhere", upgradeHead("/"), 404],
    ["an expectation", headOf("GET / HTTP/1.1", "Host: localhost", "Connection: close", "Expect: tea"), 417],
  ])("refuses %s with the safe headers", async (_, text, status) => {
    expectSafe(await sendRaw(port, text), status);
  });
});
