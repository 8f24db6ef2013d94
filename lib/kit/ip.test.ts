import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EnvironmentError } from "./env";
import {
  clientIp,
  contains,
  formatRange,
  ipKey,
  normalIp,
  parseRange,
  parseTrustedProxies,
  RangeMap,
  rangeOfIp,
} from "./ip";

const none = parseTrustedProxies([]);
const proxies = parseTrustedProxies(["10.0.0.0/8", "192.0.2.7", "fd00::/8"]);

describe("normalIp", () => {
  test.each([
    ["203.0.113.9", "203.0.113.9"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["::FFFF:cb00:7109", "203.0.113.9"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["[2001:db8::1]:8443", "2001:db8::1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["203.0.113.9:51234", "203.0.113.9"],
  ])("spells %s as %s", (given, normal) => {
    expect(normalIp(given)).toBe(normal);
  });

  test.each([
    "",
    "unknown",
    "_hidden",
    "1.2.3",
    "0x7f.0.0.1",
    "127.1",
    "2130706433",
    "1.2.3.4.5",
    "1.2.3.256",
    "::g",
    ":",
    "a:b",
    "x".repeat(500),
  ])("takes %j for no IP", (given) => {
    expect(normalIp(given)).toBeUndefined();
  });

  test("has one spelling for every IP", () => {
    fc.assert(
      fc.property(fc.ipV6(), (ip) => {
        const normal = normalIp(ip) ?? expect.fail(`${ip} was not understood`);
        expect(normalIp(normal)).toBe(normal);
        expect(normalIp(ip.toUpperCase())).toBe(normal);
      }),
    );
  });
});

describe("ipKey", () => {
  test("counts a thousand IPs of one /64 as one, in any spelling", () => {
    const keys = new Set<string>();
    for (let i = 0; i < 1_000; i++) {
      keys.add(ipKey(`2001:db8:1:2:${i.toString(16)}:${(i * 7).toString(16)}::${i.toString(16)}`));
      keys.add(ipKey(`2001:0DB8:0001:0002:0:0:0:${i.toString(16).toUpperCase()}`));
    }
    expect(keys).toEqual(new Set(["2001:db8:1:2::/64"]));
  });

  test("tells one /64 from the next", () => {
    expect(ipKey("2001:db8:1:3::1")).not.toBe(ipKey("2001:db8:1:2::1"));
  });

  test("counts an IPv4 address alone, also when it is mapped into IPv6", () => {
    expect(ipKey("203.0.113.9")).toBe("203.0.113.9");
    expect(ipKey("::ffff:203.0.113.9")).toBe("203.0.113.9");
    expect(ipKey("203.0.113.10")).toBe("203.0.113.10");
  });

  test("lets what is no IP stand for itself", () => {
    expect(ipKey("unknown")).toBe("unknown");
    expect(ipKey("")).toBe("");
  });
});

describe("clientIp", () => {
  test("believes no header of a visitor", () => {
    expect(clientIp("203.0.113.9", "198.51.100.1", none)).toBe("203.0.113.9");
    expect(clientIp("203.0.113.9", "198.51.100.1", proxies)).toBe("203.0.113.9");
  });

  test("takes the IP that a trusted proxy saw", () => {
    expect(clientIp("10.1.1.1", "203.0.113.9", proxies)).toBe("203.0.113.9");
    expect(clientIp("::ffff:192.0.2.7", "2001:DB8::0:1", proxies)).toBe("2001:db8::1");
    expect(clientIp("fd12::1", "[2001:db8::1]:443", proxies)).toBe("2001:db8::1");
  });

  test("walks from the right, through trusted proxies only", () => {
    const header = "1.1.1.1, 198.51.100.1,203.0.113.9 , 10.2.2.2,fd00::1";
    expect(clientIp("10.1.1.1", header, proxies)).toBe("203.0.113.9");
  });

  test("stops at the proxy that passed on something else than an IP", () => {
    expect(clientIp("10.1.1.1", "1.1.1.1, garbage, 10.2.2.2", proxies)).toBe("10.2.2.2");
    expect(clientIp("10.1.1.1", "1.1.1.1,", proxies)).toBe("10.1.1.1");
  });

  test("takes the first IP when all are trusted, and the connection's without a header", () => {
    expect(clientIp("10.1.1.1", "10.3.3.3, 10.2.2.2", proxies)).toBe("10.3.3.3");
    expect(clientIp("10.1.1.1", null, proxies)).toBe("10.1.1.1");
    expect(clientIp("10.1.1.1", "", proxies)).toBe("10.1.1.1");
  });

  test("calls a connection without an IP unknown, and trusts it with nothing", () => {
    expect(clientIp("", "203.0.113.9", proxies)).toBe("unknown");
  });

  test("gives someone who invents the left part of the header nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())), (invented) => {
        expect(clientIp("10.1.1.1", [...invented, "203.0.113.9"].join(","), proxies)).toBe("203.0.113.9");
      }),
    );
  });
});

describe("parseTrustedProxies", () => {
  test("reads IPs and ranges of both families", () => {
    const trusted = parseTrustedProxies(["203.0.113.0/24", "2001:db8::/32", "::1", "::ffff:10.0.0.0/104"]);
    expect(["203.0.113.200", "2001:db8:ffff::1", "::1", "10.9.9.9"].map(trusted)).toEqual([true, true, true, true]);
    expect(["203.0.114.1", "2001:db9::1", "::2", "11.0.0.1"].map(trusted)).toEqual([false, false, false, false]);
  });

  test.each([
    "10.0.0.0/33",
    "fd00::/129",
    "10.0.0/8",
    "proxy.example",
    "10.0.0.1/",
    "10.0.0.1/8/8",
    "10.0.0.1/-1",
    "::ffff:10.0.0.1/8",
  ])("refuses %s by name", (entry) => {
    expect(() => parseTrustedProxies(["10.0.0.1", entry])).toThrow(EnvironmentError);
    expect(() => parseTrustedProxies(["10.0.0.1", entry])).toThrow(`"${entry}"`);
  });
});

describe("ranges", () => {
  const spelled = (text: string) => {
    const range = parseRange(text);
    return range && formatRange(range);
  };

  test("have one spelling", () => {
    expect(spelled("203.0.113.77/24")).toBe("203.0.113.0/24");
    expect(spelled("2001:DB8:0:0::7/64")).toBe("2001:db8::/64");
    expect(spelled("::ffff:203.0.113.7")).toBe("203.0.113.7/32");
    expect(spelled("fe80::1%eth0")).toBeUndefined();
  });

  test("hold the IPs that begin alike, however they are written", () => {
    const range = parseRange("2001:db8::/64") ?? expect.fail();
    expect(
      ["2001:db8::dead:beef", "[2001:DB8:0::1]:443", "2001:db8:1::1", "x"].map((one) => contains(range, one)),
    ).toEqual([true, true, false, false]);
    const one = rangeOfIp("2001:db8:0:1::77");
    expect(one && formatRange(one)).toBe("2001:db8:0:1::/64");
  });

  test("are found by IP as one by one, in any number", () => {
    const range = fc.oneof(
      fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })),
      fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
    );
    const check = (pairs: [string, number][], ips: string[]) => {
      const ranges = pairs.flatMap(([base, bits]) => parseRange(`${base}/${bits}`) ?? []);
      const map = new RangeMap<string>();
      for (const each of ranges) map.add(each, formatRange(each));
      for (const ip of [...ips, ...pairs.map(([base]) => base)]) {
        const slow = ranges.filter((each) => contains(each, ip)).map(formatRange);
        expect(map.of(ip).sort()).toEqual(slow.sort());
      }
    };
    fc.assert(fc.property(fc.array(range, { maxLength: 30 }), fc.array(fc.oneof(fc.ipV4(), fc.ipV6())), check));
  });
});
