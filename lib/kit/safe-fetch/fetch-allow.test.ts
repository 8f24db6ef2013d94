import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseFetchAllow } from "./fetch-allow";
import { isPublicIp } from "./public-ip";
import { userAgent } from "./user-agent";

test.each([
  ["127.0.0.1", "127.0.0.1", 8080, true],
  ["127.0.0.1", "127.0.0.2", 8080, false],
  ["127.0.0.1", "::ffff:127.0.0.1", 80, true],
  ["10.0.0.0/8", "10.255.0.1", 1, true],
  ["10.0.0.0/8", "11.0.0.1", 1, false],
  ["10.0.0.0/8:443", "10.1.1.1", 443, true],
  ["10.0.0.0/8:443", "10.1.1.1", 80, false],
  ["127.0.0.1:8080-8090", "127.0.0.1", 8090, true],
  ["127.0.0.1:8080-8090", "127.0.0.1", 8091, false],
  ["::1", "::1", 3000, true],
  ["[::1]", "::1", 3000, true],
  ["[::1]:3000-3999", "::1", 3999, true],
  ["[::1]:3000-3999", "::1", 4000, false],
  ["[::1]:3000", "127.0.0.1", 3000, false],
  ["fd00::/8", "fd12::1", 1, true],
  ["[fd00::/8]:443", "fd12::1", 443, true],
  ["[fd00::/8]:443", "fe80::1", 443, false],
])("%s names %s with port %i: %s", (entry, ip, port, isNamed) => {
  expect(parseFetchAllow([entry]).names(ip, port)).toBe(isNamed);
});

test("knows whether a port can be named at all", () => {
  const allow = parseFetchAllow(["127.0.0.1:8080", "[::1]:3000-3999"]);
  expect([8080, 3500, 80].map(allow.mayName)).toEqual([true, true, false]);
  expect(parseFetchAllow([]).mayName(80)).toBe(false);
});

test.each([
  ...["localhost", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:90-80", "127.0.0.1:http", "127.1"],
  ...["10.0.0.0/33", "10.0.0.0:80/8", "[127.0.0.1]:80", "[::1", "::1]:80", "[::1]80", "[fd00::]/8:80", "*", "http://a"],
])("refuses %s and says what may be there", (entry) => {
  expect(() => parseFetchAllow(["10.0.0.0/8", entry])).toThrow(
    `FETCH_ALLOW may hold IPs and ranges, with ports or without, such as 10.0.0.0/8, 127.0.0.1:8080 or [::1]:3000-3999, not "${entry}".`,
  );
});

test.each(["8.8.8.8", "2606:4700::1111", "2a00:1450:4001:80b::200e", "::ffff:8.8.8.8"])("%s is public", (ip) => {
  expect(isPublicIp(ip)).toBe(true);
});

test("the version that is told is that of the package", () => {
  const { version } = JSON.parse(readFileSync(`${import.meta.dirname}/../../../package.json`, "utf8"));
  expect(userAgent()).toContain(`Throng/${version}`);
});
