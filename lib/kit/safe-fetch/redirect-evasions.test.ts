import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { overrideEnv } from "@/lib/kit/env";
import { type Dial, dial } from "./connect";
import type { FetchReason } from "./fetch-error";
import { safeFetch } from "./safe-fetch";
import { PUBLIC, testOutside } from "./testing/outside";
import { reasonOf } from "./testing/reason-of";
import { testCanary } from "./testing/servers";

const canary = testCanary();
const outside = testOutside({
  "inside.example": [["127.0.0.1"]],
  "public.example": [[PUBLIC]],
  "turning.example": [[PUBLIC], ["127.0.0.1"]],
});

describe("a redirect never leads inside", () => {
  let port = 0;
  let asked: string[] = [];
  /** Redirects to where its path says. */
  const server = createServer((req, res) => {
    const [, status, to = ""] = /^\/(\d+)\?(.*)$/.exec(req.url ?? "") ?? [];
    asked.push(`${req.method} ${req.headers.host}`);
    if (status === undefined) return void res.end("out here");
    return void res.writeHead(Number(status), { location: decodeURIComponent(to) }).end();
  });
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => server.close());
  beforeEach(() => void (asked = []));

  /** What answers seems to be at the public IP that was dialled; all else is dialled as it is. */
  const pretending: Dial = (ips, wanted) => {
    if (ips[0] !== PUBLIC) return dial(ips, wanted);
    const socket = connect({ host: "127.0.0.1", port });
    return Object.defineProperty(socket, "remoteAddress", { value: PUBLIC });
  };
  const hop = (status: number, to: string) => `http://public.example/${status}?${encodeURIComponent(to)}`;

  const TARGETS: [string, FetchReason][] = [
    ["http://127.0.0.1:PORT/", "private"],
    ["http://127.0.0.1/", "private"],
    ["http://[::1]:PORT/", "private"],
    ["//127.0.0.1:PORT/", "private"],
    ["\\\\127.0.0.1:PORT\\", "private"],
    ["///127.0.0.1/x", "private"],
    ["https://localhost/", "private"],
    ["http://inside.example/", "private"],
    ["https://0x7f.1/", "private"],
    ["http://localhost:PORT/", "private"],
    ["//public.example:PORT/", "port"],
    ["https://public.example:80/", "port"],
    ["http://u:p@public.example/", "credentials"],
    ["file:///etc/passwd", "scheme"],
    ["gopher://127.0.0.1:PORT/", "scheme"],
    ["data:text/html,x", "scheme"],
    ["javascript:1", "scheme"],
    ["http://[::1", "url"],
    [hop(302, "http://127.0.0.1:PORT/"), "private"],
    [hop(307, hop(301, "http://inside.example/")), "private"],
  ];

  for (const status of [301, 302, 303, 307, 308]) {
    test.each(TARGETS)(`by ${status} to %s: %s`, async (target, reason) => {
      const given = hop(status, target).replaceAll("PORT", String(canary.port));
      expect(await reasonOf(safeFetch(given, { method: "POST", body: "x" }, outside.network(pretending)))).toBe(reason);
      expect(canary.connections).toBe(0);
      expect(new Set(outside.dialled.flat())).toEqual(new Set([PUBLIC]));
    });
  }

  test("nor to plain http when only https is asked", async () => {
    overrideEnv({ FETCH_ALLOW: [`127.0.0.1:${port}`] });
    const url = `http://127.0.0.1:${port}/302?${encodeURIComponent("http://public.example/")}`;
    expect(await reasonOf(safeFetch(url, { httpsOnly: true }, outside.network(pretending)))).toBe("insecure");
  });

  test("nor by a name that led outside before", async () => {
    const url = hop(302, "/again").replace("public.", "turning.");
    expect(await reasonOf(safeFetch(url, {}, outside.network(pretending)))).toBe("private");
    expect([asked, outside.dialled]).toEqual([["GET turning.example"], [[PUBLIC]]]);
  });

  test("but elsewhere outside", async () => {
    const { body, url, redirects } = await safeFetch(hop(301, "/there#part"), {}, outside.network(pretending));
    const to = "http://public.example/there";
    expect([body.toString(), url, redirects]).toEqual(["out here", to, [{ status: 301, url: to }]]);
  });
});
