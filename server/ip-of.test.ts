import { afterEach, expect, test } from "vitest";
import { parseTrustedProxies } from "@/lib/kit/ip";
import { rememberAs } from "@/lib/kit/remember";
import { schemeOf } from "./ip-of";

afterEach(() => void rememberAs("trusted-proxies", parseTrustedProxies([])));

test.each([
  ["10.0.0.7", "https", "https"],
  ["::ffff:10.0.0.7", "HTTPS, http", "https"],
  ["10.0.0.7", "http, https", "http"],
  ["10.0.0.7", undefined, "http"],
  ["10.0.0.7", "wss", "http"],
  ["192.0.2.1", "https", "http"],
  [undefined, "https", "http"],
])("of %s, which says %s, takes the client to use %s", (remote, said, scheme) => {
  rememberAs("trusted-proxies", parseTrustedProxies(["10.0.0.0/8"]));
  expect(schemeOf(remote, { "x-forwarded-proto": said })).toBe(scheme);
});
