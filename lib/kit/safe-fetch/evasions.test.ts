import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { type Dial, dial } from "./connect";
import type { FetchReason } from "./fetch-error";
import { isFetchable, safeFetch, urlFault } from "./safe-fetch";
import { PUBLIC, testOutside } from "./testing/outside";
import { PRIVATE_HOSTS, PRIVATE_NAMES } from "./testing/private-hosts";
import { reasonOf } from "./testing/reason-of";
import { testCanary } from "./testing/servers";

const PUBLIC_V6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c";
const canary = testCanary();
const outside = testOutside({
  "inside.example": [["127.0.0.1"]],
  "inside6.example": [["::1"]],
  "lan.example": [["10.0.0.7"]],
  "mapped.example": [["::ffff:127.0.0.1"]],
  "nat64.example": [["64:ff9b::7f00:1"]],
  "sixtofour.example": [["2002:7f00:1::"]],
  "metadata.example": [["169.254.169.254"]],
  "nothing.example": [["0.0.0.0"]],
  "mixed.example": [[PUBLIC, "127.0.0.1"]],
  "mixed6.example": [[PUBLIC, "::1"]],
  "mixed-v6.example": [[PUBLIC_V6, "fd00::1"]],
  "empty.example": [[]],
  "public.example": [[PUBLIC]],
  "turning.example": [[PUBLIC], ["127.0.0.1"]],
  "xn--bcher-kva.example": [["127.0.0.1"]],
});

describe("never reaches what is inside, and says private of", () => {
  /** Each is asked at the usual port, and at that of the canary, which is refused for itself where the host is a name. */
  test.each([...PRIVATE_HOSTS, ...PRIVATE_NAMES])("%s", async (host) => {
    for (const scheme of ["http", "https"]) {
      expect(await reasonOf(safeFetch(`${scheme}://${host}/x`, {}, outside.network()))).toBe("private");
      expect(await isFetchable(`${scheme}://${host}/x`, {}, outside.network())).toBe(false);
    }
    for (const port of [canary.port, canary.port6]) {
      const reason = await reasonOf(safeFetch(`http://${host}:${port}/x`, {}, outside.network(dial)));
      expect(["private", "port"]).toContain(reason);
    }
    expect([outside.dialled, canary.connections]).toEqual([[], 0]);
  });
});

const REFUSED: Partial<Record<FetchReason, string[]>> = {
  scheme: [
    ...["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1:PORT/_GET", "data:text/plain,x", "about:blank"],
    ...["blob:http://127.0.0.1:PORT/1", "javascript:alert(1)", "ws://127.0.0.1:PORT/", "wss://public.example/"],
    ...[
      "dict://127.0.0.1:PORT/",
      "ldap://127.0.0.1/",
      "jar:http://127.0.0.1/!/x",
      "localhost:PORT",
      "view-source:http://[::1]",
    ],
  ],
  url: [
    ...[
      "",
      "//127.0.0.1/",
      "/x",
      "http://",
      "http://[::1",
      "http://[fe80::1%25lo]/",
      "http://256.0.0.1/",
      "127.0.0.1:80",
    ],
    ...[
      "http://127.0.0.1:99999/",
      "http://127.0.0.1.0x7f.1.1/",
      "http://exa mple/",
      "http://a%00b/",
      "http://[127.0.0.1]/",
    ],
  ],
  credentials: [
    ...["http://public.example@127.0.0.1:PORT/", "http://127.0.0.1:PORT@public.example/", "http://u:p@public.example/"],
    ...["http://:p@127.0.0.1/", "https://u@[::1]/", "http://public.example%40x@127.0.0.1/", "http:u@127.0.0.1:PORT"],
  ],
  private: [
    ...["http://@127.0.0.1/", "http:127.0.0.1/", "http:\\\\127.0.0.1\\x", "http:///127.0.0.1/", " http://127.0.0.1/"],
    ...["ht\ntp://127.0.0.1/", "http://127.0.0.1#@public.example/", "http://127.0.0.1?@public.example/"],
    ...[
      "http://127.0.0.1\\@public.example/",
      "HTTP://127.0.0.1:80/",
      "http://127.0.0.1:00080/",
      "http://[::1]:PORT/",
      "http://localhost:PORT/",
    ],
  ],
  port: [
    ...["http://public.example:PORT/", "http://public.example:443/", "https://public.example:80/"],
    ...["http://93.184.215.14:22/", "https://[2606:4700::1111]:8443/", "http://public.example:0/"],
  ],
  unresolved: ["http://no-such.example/", "http://empty.example/", "http://intranet/", "http://a..example/"],
};

describe.each(Object.entries(REFUSED))("refuses as %s", (reason, urls) => {
  test.each(urls)("%j", async (url) => {
    const given = url.replaceAll("PORT", String(canary.port));
    expect(await reasonOf(safeFetch(given, {}, outside.network()))).toBe(reason);
    expect([outside.dialled, canary.connections]).toEqual([[], 0]);
  });
});

test("says what is wrong in a sentence without inside details", async () => {
  const error = await safeFetch("http://mixed.example/", {}, outside.network()).catch((error: unknown) => error);
  expect(error).toMatchObject({ message: "The URL leads to a private address.", fault: "leads to a private address" });
  expect(urlFault("http://10.0.0.1/")).toBe("leads to a private address");
  expect(urlFault("http://public.example/", { httpsOnly: true })).toBe("must start with https://");
  expect(urlFault("https://public.example/", { httpsOnly: true })).toBeUndefined();
});

test("asks the IPs that were checked, whatever the name leads to a moment later", async () => {
  const asking = () => reasonOf(safeFetch("http://turning.example/", {}, outside.network()));
  expect([await asking(), outside.dialled]).toEqual(["refused", [[PUBLIC]]]);
  expect([await asking(), outside.dialled]).toEqual(["private", [[PUBLIC]]]);
});

test("says nothing to a private IP that answers for a public one", async () => {
  const astray: Dial = () => connect({ host: "127.0.0.1", port: canary.port });
  expect(await reasonOf(safeFetch("http://public.example/", {}, outside.network(astray)))).toBe("private");
  expect(await reasonOf(safeFetch("https://public.example/", {}, outside.network(astray)))).toBe("private");
  const astray6: Dial = () => connect({ host: "::1", port: canary.port6 });
  expect(["private", "refused"]).toContain(
    await reasonOf(safeFetch("http://public.example/", {}, outside.network(astray6))),
  );
  expect(canary.requests).toBe(0);
});
