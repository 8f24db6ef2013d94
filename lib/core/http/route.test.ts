import { describe, expect, test } from "vitest";
import { z } from "zod";
import "@/lib/core/testing/planted";
import { defineVerb } from "@/lib/core/verb/verb";
import { fail } from "@/lib/shared/errors";
import { type Declaration, route } from "./route";

const echo = defineVerb({
  name: "test.echo",
  access: "anyone",
  input: z.object({ id: z.string().optional(), q: z.string().optional(), name: z.string().optional() }),
  output: z.unknown(),
  run: async (_ctx, input) => input,
});
const broken = (thrown: () => unknown) =>
  defineVerb({
    name: "test.broken",
    access: "anyone",
    input: z.object({}),
    output: z.unknown(),
    run: async () => thrown(),
  });

const HEADERS = { "x-throng-ip": "198.51.100.7", "x-request-id": "0190-request", host: "throng.example" };

function ask(declaration: Declaration, init: RequestInit = {}, path = "", params = {}): Promise<Response> {
  const request = new Request(`http://throng.example/api/v1/echo${path}`, {
    ...init,
    headers: { ...HEADERS, ...(init.headers as Record<string, string>) },
  });
  return route(declaration)(request, { params: Promise.resolve(params) });
}

test("answers what the verb answers to path, query and body, under the request's id", async () => {
  const init = { method: "POST", body: '{"name":"n"}', headers: { "content-type": "application/json" } };
  const answer = await ask({ verb: echo, status: 201 }, init, "?q=1", { id: "7" });
  expect(answer.status).toBe(201);
  expect(await answer.json()).toEqual({ id: "7", q: "1", name: "n" });
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "x-request-id": "0190-request",
    "ratelimit-policy": '"general";q=100;w=3600',
  });
});

test("sends no body with 204", async () => {
  const answer = await ask({ verb: echo, status: 204 });
  expect(answer.status).toBe(204);
  expect(await answer.text()).toBe("");
});

test("sends a file in parts, and stops making them when nobody takes them any more", async () => {
  let isOver = false;
  async function* parts(): AsyncGenerator<string> {
    try {
      for (;;) yield "a line\n";
    } finally {
      isOver = true;
    }
  }
  const answer = await ask({
    verb: broken(() => ({ name: "lines", type: "text/plain", parts: parts() })),
    file: true,
    unlimited: true,
  });
  expect(answer.headers.get("content-disposition")).toBe('attachment; filename="lines"');
  const reader = answer.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("a line\n");
  await reader?.cancel();
  expect(isOver).toBe(true);
});

describe("a file", () => {
  const picture = Buffer.from([0x89, 0x50, 0x00, 0xff]);
  const verb = broken(() => ({
    ...{ name: "a picture.png", type: "image/png", inline: true },
    headers: { etag: '"v1"', "cache-control": "private, max-age=300" },
    parts: (async function* () {
      yield picture;
    })(),
  }));
  const see = (headers: Record<string, string> = {}) => ask({ verb, file: true, unlimited: true }, { headers });

  test("may be of bytes, be shown where it is asked for, and be kept", async () => {
    const answer = await see();
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      ...{ "content-type": "image/png", "content-disposition": 'inline; filename="a_picture.png"', etag: '"v1"' },
      "cache-control": "private, max-age=300",
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(picture);
  });

  test("is not sent to who has it already", async () => {
    const answer = await see({ "if-none-match": '"v1"' });
    expect([answer.status, await answer.text(), answer.headers.get("etag")]).toEqual([304, "", '"v1"']);
    expect((await see({ "if-none-match": '"v0"' })).status).toBe(200);
  });
});

describe("a request that bears a secret", () => {
  const secret = { rateLimit: "seat", read: ({ id }: Record<string, string>) => (id === "wrong" ? undefined : id) };
  const statuses = (id: string, ip: string, times = 3) =>
    Promise.all(
      Array.from({ length: times }, async () => {
        const answer = await ask({ verb: echo, secret }, { headers: { "x-throng-ip": ip } }, "", { id });
        return answer.status;
      }),
    );

  test("counts by what the secret is for, whoever sends it, in place of any other limit", async () => {
    const answer = await ask({ verb: echo, secret }, {}, "", { id: "a" });
    expect(answer.headers.get("ratelimit-policy")).toBe('"seat";q=4;w=60');
    expect(await statuses("a", "198.51.100.8")).toEqual([200, 200, 200]);
    expect(await statuses("a", "198.51.100.9", 1)).toEqual([429]);
    expect(await statuses("b", "198.51.100.9", 1)).toEqual([200]);
  });

  test("counts by its IP when the secret is wrong, and finds nothing", async () => {
    expect(await statuses("wrong", "198.51.100.10", 4)).toEqual([404, 404, 404, 404]);
    expect(await statuses("wrong", "198.51.100.10", 1)).toEqual([429]);
    expect(await statuses("wrong", "198.51.100.11", 1)).toEqual([404]);
    expect(await statuses("c", "198.51.100.10", 1)).toEqual([200]);
  });
});

test("counts nothing where it is declared unlimited", async () => {
  expect((await ask({ verb: echo, unlimited: true })).headers.get("ratelimit")).toBeNull();
});

describe("a request caused by another site", () => {
  const headers = { origin: "https://elsewhere.example" };
  test.each(["POST", "PUT", "PATCH", "DELETE"])("is refused when it is a %s", async (method) => {
    const answer = await ask({ verb: echo }, { method, headers });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: "bad_origin" });
    expect(answer.headers.get("ratelimit")).toBeNull();
  });

  test("may read what anyone may read", async () => {
    expect((await ask({ verb: echo }, { headers })).status).toBe(200);
  });
});

describe("when the verb refuses or breaks", () => {
  test("describes a refusal, with when to come back", async () => {
    const answer = await ask({ verb: broken(() => fail("unavailable", "Not now.", { retryAfter: 9 })) });
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("9");
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(await answer.json()).toMatchObject({ code: "unavailable", detail: "Not now.", requestId: "0190-request" });
  });

  test("tells nothing of an error nobody expected", async () => {
    const answer = await ask({
      verb: broken(() => {
        throw new Error("the secret inside");
      }),
    });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("secret");
  });
});
