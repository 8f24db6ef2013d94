import { describe, expect, test } from "vitest";
import { refusalOf } from "@/lib/core/testing/refusal";
import { fromWeb } from "./incoming";
import { mayHaveBody, readBody, readInput } from "./read-input";

const URL_OF = "http://throng.example/api/v1/rooms";
const JSON_HEADERS = { "content-type": "application/json" };

const asked = (query: string, params = {}, body?: Record<string, unknown>) =>
  readInput(fromWeb(new Request(`${URL_OF}${query}`)), params, body);
const posted = (body: BodyInit | null, headers: Record<string, string> = JSON_HEADERS) =>
  readBody(fromWeb(new Request(URL_OF, { method: "POST", body, headers, duplex: "half" } as RequestInit)));
const code = (run: () => unknown) => refusalOf(Promise.resolve().then(run));

describe("readInput", () => {
  test("puts path, query and body into one object", () => {
    expect(asked("?limit=5&q=a%20b", { roomId: "r" }, { name: "n" })).toEqual({
      limit: "5",
      q: "a b",
      roomId: "r",
      name: "n",
    });
    expect(asked("")).toEqual({});
  });

  test("refuses a query or body that names what the path names", async () => {
    expect(await code(() => asked("?roomId=x", { roomId: "r" }))).toBe("bad_request");
    expect(await code(() => asked("", { roomId: "r" }, { roomId: "x" }))).toBe("bad_request");
  });

  test("refuses a field given twice and a query that is too long, not a name every object has", async () => {
    expect(await code(() => asked("?a=1&a=1"))).toBe("bad_request");
    expect(await code(() => asked(`?a=${"x".repeat(2_000)}`))).toBe("bad_request");
    expect(asked("?constructor=1&toString=2")).toMatchObject({ constructor: "1", toString: "2" });
  });

  test("keeps __proto__ a field like any other, so that a strict schema refuses it", () => {
    const fields = asked("?__proto__=1");
    expect(Object.keys(fields)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
  });
});

describe("readBody", () => {
  test("reads a JSON object, and nothing where there is none", async () => {
    expect(await posted('{"a":[1]}')).toEqual({ a: [1] });
    expect(await posted('{"a":1}', { "content-type": "application/json; charset=utf-8" })).toEqual({ a: 1 });
    expect(await posted(null, {})).toBeUndefined();
    expect(await posted("")).toBeUndefined();
  });

  test.each(["{", "[1]", '"text"', "null", "7", "{}{}", "\uFEFFx"])("refuses %j", async (body) => {
    expect(await code(() => posted(body))).toBe("bad_request");
  });

  test.each(["text/plain", "application/jsonp", "application/json-patch+json", "text/json"])(
    "refuses the type %s",
    async (type) => {
      expect(await code(() => posted("{}", { "content-type": type }))).toBe("unsupported_media_type");
    },
  );

  test("refuses more than 64 KiB, said or unsaid, and takes exactly that", async () => {
    const full = `{"a":"${"x".repeat(64 * 1024 - 8)}"}`;
    expect(full).toHaveLength(64 * 1024);
    expect(await code(() => posted(full))).toBe("ok");
    expect(await code(() => posted(`${full} `))).toBe("payload_too_large");
    expect(await code(() => posted("{}", { ...JSON_HEADERS, "content-length": "65537" }))).toBe("payload_too_large");
    const pieces = new ReadableStream({
      pull: (controller) => controller.enqueue(new TextEncoder().encode("x".repeat(1_024))),
    });
    expect(await code(() => posted(pieces))).toBe("payload_too_large");
  });

  test("puts characters together that arrive in pieces", async () => {
    const bytes = new TextEncoder().encode('{"a":"žluť 🐎"}');
    const pieces = new ReadableStream({
      start: (controller) => {
        for (const byte of bytes) controller.enqueue(new Uint8Array([byte]));
        controller.close();
      },
    });
    expect(await posted(pieces)).toEqual({ a: "žluť 🐎" });
  });

  test("is asked only of requests that change something", () => {
    const methods = ["GET", "HEAD", "DELETE", "POST", "PUT", "PATCH"];
    const may = methods.filter((method) => mayHaveBody(fromWeb(new Request(URL_OF, { method }))));
    expect(may).toEqual(["POST", "PUT", "PATCH"]);
  });
});
