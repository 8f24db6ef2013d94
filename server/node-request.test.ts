import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { NodeRequest } from "./node-request";

/** What a request turned out to be: its body, or why it could not be read. */
let read: Promise<string>;
let port: number;

const server = createServer((req, res) => {
  const request = new NodeRequest(req);
  read = request.hasBody ? request.text(10) : Promise.resolve("no body");
  read.then(
    () => res.end(),
    () => res.writeHead(413).end(),
  );
});

beforeEach(async () => {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => new Promise((done) => server.close(done)));

/** Posts the parts one by one and answers the status; no length is given unless there is one part alone. */
function post(parts: string[], headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = httpRequest({ port, method: "POST", headers, agent: false }, (res) => {
      res.resume();
      resolve(res.statusCode ?? 0);
    });
    sending.on("error", reject);
    for (const part of parts) sending.write(part);
    sending.end();
  });
}

describe("NodeRequest", () => {
  test("reads a body that comes in parts, characters cut in two included", async () => {
    expect(await post(["gr", "\u00fc\u00df", "e"])).toBe(200);
    expect(await read).toBe("gr\u00fc\u00dfe");
  });

  test("knows that there is no body", async () => {
    expect(await post([], { "content-length": "0" })).toBe(200);
    expect(await read).toBe("no body");
  });

  test("refuses a body that turns out too large, and answers while it still comes", async () => {
    expect(await post(["12345", "67890", "1"])).toBe(413);
    await expect(read).rejects.toMatchObject({ code: "payload_too_large" });
  });

  test("hangs up on a body without end", async () => {
    const endless = Array.from({ length: 40 }, () => "12345");
    await expect(post(endless).then(() => read)).rejects.toThrow();
  });

  test("refuses a body that its sender never finished", async () => {
    const sending = httpRequest({ port, method: "POST", agent: false, headers: { "content-length": "5" } });
    sending.on("error", () => undefined);
    const begun = new Promise<void>((done) => server.once("request", () => done()));
    sending.write("12");
    await begun;
    sending.destroy();
    await expect(read).rejects.toMatchObject({ code: "bad_request" });
  });
});
