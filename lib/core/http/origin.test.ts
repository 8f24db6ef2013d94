import { afterEach, expect, test } from "vitest";
import { overrideEnv } from "@/lib/kit/env";
import { isForeign, isOverTls, originOf } from "./origin";

afterEach(() => void overrideEnv({ PUBLIC_URL: undefined }));

test.each([
  [undefined, "throng.example", false],
  [null, "throng.example", false],
  ["", "throng.example", false],
  ["https://throng.example", "throng.example", false],
  ["http://throng.example:3000", "throng.example:3000", false],
  ["https://throng.example", "throng.example:3000", true],
  ["https://elsewhere.example", "throng.example", true],
  ["https://throng.example.elsewhere.example", "throng.example", true],
  ["https://throng.example@elsewhere.example", "throng.example", true],
  ["null", "throng.example", true],
  ["not an IP", "throng.example", true],
  ["https://throng.example", undefined, true],
])("knows whether a page of %s is foreign to %s", (origin, host, foreign) => {
  expect(isForeign(origin, host)).toBe(foreign);
});

test("takes pages of PUBLIC_URL for its own, whatever the host is called behind a proxy", () => {
  overrideEnv({ PUBLIC_URL: "https://throng.example" });
  expect(isForeign("https://throng.example", "10.0.0.7:3000")).toBe(false);
  expect(isForeign("http://throng.example", "10.0.0.7:3000")).toBe(true);
  expect(isForeign("https://10.0.0.7:3000", "10.0.0.7:3000")).toBe(false);
});

test("reads what the server noted of a request, and cuts a long user agent", () => {
  const noted = { "x-throng-ip": "192.0.2.1", "x-request-id": "abc", "user-agent": "a".repeat(1_000) };
  expect(originOf(new Headers(noted))).toEqual({ ip: "192.0.2.1", requestId: "abc", userAgent: "a".repeat(400) });
  expect(originOf(new Headers())).toEqual({ ip: "", requestId: expect.any(String), userAgent: "" });
});

test("knows of TLS by PUBLIC_URL, and by what the server noted", () => {
  const noted = (scheme: string) => new Headers({ "x-forwarded-proto": scheme });
  expect([noted("https"), noted("http"), new Headers()].map(isOverTls)).toEqual([true, false, false]);
  overrideEnv({ PUBLIC_URL: "https://throng.example" });
  expect(isOverTls(noted("http"))).toBe(true);
});
