import { once } from "node:events";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { overrideEnv } from "@/lib/kit/env";
import { dial } from "./connect";
import { type FetchOptions, safeFetch } from "./safe-fetch";
import { makeCertificate } from "./testing/certificate";
import { reasonOf as whyNot } from "./testing/reason-of";
import { testSource, withRawServer } from "./testing/servers";

const source = testSource();
const TEXT = "Käse, 12 € – and some more of it.\n".repeat(20);

beforeEach(() => void (source.answer = (_req, res) => res.end()));

const reasonOf = (url: string, options: FetchOptions = {}) => whyNot(safeFetch(url, options));

/** Lets the source answer with this body and encoding. */
const give = (body: Buffer | string, encoding?: string) =>
  void (source.answer = (_req, res) => {
    if (encoding !== undefined) res.setHeader("content-encoding", encoding);
    res.end(body);
  });

/** Lets the source write on until the connection is gone, and tells when it is. */
function giveForEver(head: Record<string, string>, part: Buffer, everyMs = 0): Promise<void> {
  return new Promise((resolve) => {
    source.answer = (_req, res) => {
      res.writeHead(200, head);
      const timer = setInterval(() => res.write(part), everyMs);
      res.on("close", () => {
        clearInterval(timer);
        resolve();
      });
    };
  });
}

describe("unpacks", () => {
  const packed: [string, Buffer, string | undefined][] = [
    ["nothing", Buffer.from(TEXT), undefined],
    ["identity", Buffer.from(TEXT), "identity"],
    ["gzip", gzipSync(TEXT), "gzip"],
    ["gzip in capitals", gzipSync(TEXT), "GZIP"],
    ["x-gzip", gzipSync(TEXT), "x-gzip"],
    ["deflate with its head", deflateSync(TEXT), "deflate"],
    ["deflate without", deflateRawSync(TEXT), "deflate"],
    ["br", brotliCompressSync(TEXT), "br"],
    ["gzip and br around it", brotliCompressSync(gzipSync(TEXT)), "gzip, br"],
    ["a list with holes", gzipSync(TEXT), " , identity,gzip ,"],
    ["two gzips, one after the other", Buffer.concat([gzipSync(TEXT.slice(0, 99)), gzipSync(TEXT.slice(99))]), "gzip"],
    ["gzip that nobody names", gzipSync(TEXT), undefined],
    ["gzip that is called identity", gzipSync(TEXT), "identity"],
    ["text that is called gzip", Buffer.from(TEXT), "gzip"],
    ["text that is called br", Buffer.from(TEXT), "br"],
    ["text that is called deflate", Buffer.from(TEXT), "deflate"],
    ["text that is called utf-8", Buffer.from(TEXT), "utf-8"],
    ["br that is called gzip and br", brotliCompressSync(TEXT), "gzip, br"],
  ];
  test.each(packed)("%s", async (_what, body, encoding) => {
    give(body, encoding);
    expect((await safeFetch(source.url)).body.toString()).toBe(TEXT);
  });

  test("what is packed twice and not called so once", async () => {
    give(gzipSync(gzipSync(TEXT)));
    expect((await safeFetch(source.url)).body).toEqual(gzipSync(TEXT));
  });

  test("nothing of answers without a body", async () => {
    give("", "gzip");
    expect(await reasonOf(source.url)).toBe("200 with 0 bytes");
    expect(await reasonOf(source.url, { method: "HEAD" })).toBe("200 with 0 bytes");
    source.answer = (_req, res) => res.writeHead(304, { "content-encoding": "br", etag: 'W/"a-gzip"' }).end();
    expect(await reasonOf(source.url)).toBe("304 with 0 bytes");
  });
});

describe("fails as", () => {
  const cutOff = (body: Buffer) => body.subarray(0, -9);
  const bomb = Buffer.alloc(20_000_000);
  const wrong = Buffer.concat([gzipSync("x").subarray(0, 10), Buffer.alloc(99, 0xff)]);
  const bodies: [string, string, Buffer, string | undefined][] = [
    ["cut_off", "gzip without its end", cutOff(gzipSync(TEXT)), "gzip"],
    ["cut_off", "gzip without its end that nobody names", cutOff(gzipSync(TEXT)), undefined],
    ["cut_off", "gzip of which one byte is missing", gzipSync(TEXT).subarray(0, -1), "gzip"],
    ["cut_off", "deflate without its end", cutOff(deflateSync(TEXT)), "deflate"],
    ["cut_off", "br without its end", cutOff(brotliCompressSync(TEXT)), "br"],
    ["cut_off", "gzip without its end inside br", brotliCompressSync(cutOff(gzipSync(TEXT))), "gzip, br"],
    ["bad_encoding", "what is no gzip after its head", wrong, "gzip"],
    ["bad_encoding", "gzip that is called br", gzipSync(TEXT), "br"],
    ["bad_encoding", "zstd", Buffer.from("28b52ffd0458", "hex"), "zstd"],
    ["bad_encoding", "an encoding of a strange name", gzipSync(TEXT), "constructor"],
    ["bad_encoding", "four encodings", gzipSync(TEXT), "gzip, gzip, gzip, gzip"],
    ["too_large", "a bomb of gzip", gzipSync(bomb), "gzip"],
    ["too_large", "a bomb of gzip that nobody names", gzipSync(bomb), undefined],
    ["too_large", "a bomb of deflate", deflateSync(bomb), "deflate"],
    ["too_large", "a bomb of deflate without its head", deflateRawSync(bomb), "deflate"],
    ["too_large", "a bomb of br", brotliCompressSync(bomb), "br"],
    ["too_large", "a bomb in a bomb", gzipSync(gzipSync(bomb)), "gzip, gzip"],
    // Whoever unpacked these to their end would find that it is missing.
    ["too_large", "a bomb of gzip that is cut off", cutOff(gzipSync(bomb)), "gzip"],
    ["too_large", "a bomb of br that is cut off", cutOff(brotliCompressSync(bomb)), "br"],
    ["too_large", "a plain body", Buffer.alloc(2_000_001, 0x20), undefined],
  ];
  test.each(bodies)("%s: %s", async (reason, _what, body, encoding) => {
    give(body, encoding);
    expect(await reasonOf(source.url)).toBe(reason);
  });

  test("too_large: one byte too many, and not the last that may be", async () => {
    give(gzipSync(Buffer.alloc(5_000)), "gzip");
    expect(await reasonOf(source.url, { maxBytes: 4_999 })).toBe("too_large");
    expect(await reasonOf(source.url, { maxBytes: 5_000 })).toBe("200 with 5000 bytes");
    give(Buffer.alloc(5_000, 0x20));
    expect(await reasonOf(source.url, { maxBytes: 4_999 })).toBe("too_large");
    expect(await reasonOf(source.url, { maxBytes: 5_000 })).toBe("200 with 5000 bytes");
  });

  test("too_large: a body without end, which is hung up on", async () => {
    const gone = giveForEver({}, Buffer.alloc(100_000));
    expect(await reasonOf(source.url)).toBe("too_large");
    await gone;
  });

  test("too_large: headers without end", async () => {
    const flood = `x: ${"y".repeat(1_000)}\r\n`.repeat(100);
    await withRawServer(
      (socket) => void socket.write(`HTTP/1.1 200 OK\r\n${flood}`),
      async (port) => expect(await reasonOf(`http://127.0.0.1:${port}/`)).toBe("too_large"),
    );
  });

  test("timeout: a body that drips, which is hung up on", async () => {
    const gone = giveForEver({}, Buffer.from("."), 20);
    expect(await reasonOf(source.url, { timeoutMs: 200 })).toBe("timeout");
    await gone;
  });

  test("timeout: no answer, no greeting over TLS, no end of redirects", async () => {
    source.answer = () => {};
    expect(await reasonOf(source.url, { timeoutMs: 100 })).toBe("timeout");
    await withRawServer(
      () => {},
      async (port) => expect(await reasonOf(`https://127.0.0.1:${port}/`, { timeoutMs: 100 })).toBe("timeout"),
    );
    source.answer = (req, res) => {
      setTimeout(() => res.writeHead(302, { location: `${req.url}x` }).end(), 80);
    };
    expect(await reasonOf(source.url, { timeoutMs: 150 })).toBe("timeout");
  });

  test("timeout: a name server that is silent", async () => {
    const resolve = (_name: string, signal: AbortSignal) => once(signal, "abort").then(() => []);
    const asking = safeFetch("http://slow.example/", { timeoutMs: 50 }, { resolve, dial: () => expect.unreachable() });
    await expect(asking).rejects.toMatchObject({ reason: "timeout" });
  });

  test("aborted: whatever the caller does not wait for", async () => {
    const gone = giveForEver({}, Buffer.from("."), 5);
    const controller = new AbortController();
    const asking = reasonOf(source.url, { signal: controller.signal });
    setTimeout(() => controller.abort(), 30);
    expect(await asking).toBe("aborted");
    await gone;
    expect(await reasonOf(source.url, { signal: AbortSignal.abort() })).toBe("aborted");
  });

  const spoken: [string, string, string][] = [
    ["cut_off", "less than its length", "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nshort"],
    ["cut_off", "parts without the last", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nshort\r\n"],
    ["not_http", "another protocol", "SSH-2.0-OpenSSH_9.9\r\n"],
    ["refused", "nothing", ""],
    ["refused", "half a head", "HTTP/1.1 200 OK\r\ncontent-le"],
  ];
  test.each(spoken)("%s: a server that says %s and hangs up", async (reason, _what, words) => {
    await withRawServer(
      (socket) => void socket.once("data", () => socket.end(words)),
      async (port) => expect(await reasonOf(`http://127.0.0.1:${port}/`)).toBe(reason),
    );
  });

  test("refused: a port where nobody listens", async () => {
    let port = 0;
    await withRawServer(
      () => {},
      async (listening) => void (port = listening),
    );
    expect(await reasonOf(`http://127.0.0.1:${port}/`)).toBe("refused");
  });

  test("tls: no TLS, and a certificate that nobody vouches for, whose server learns nothing", async () => {
    expect(await reasonOf(`https://127.0.0.1:${source.port}/`)).toBe("tls");
    let asked = 0;
    const server = createTlsServer(makeCertificate("127.0.0.1"), (_req, res) => {
      asked++;
      res.end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    expect(await reasonOf(`https://127.0.0.1:${port}/`)).toBe("tls");
    expect(await reasonOf(`https://localhost:${port}/`)).toBe("tls");
    expect(asked).toBe(0);
    server.close();
  });

  test("bad_header: what would be a header of its own", async () => {
    expect(await reasonOf(source.url, { headers: { "x-a": "1\r\nx-b: 2" } })).toBe("bad_header");
    expect(await reasonOf(source.url, { headers: { "x a": "1" } })).toBe("bad_header");
  });

  test("a mistake of the caller, when bounds are beyond theirs", async () => {
    for (const options of [{ timeoutMs: 0 }, { timeoutMs: 60_001 }, { maxBytes: 20_000_001 }, { maxBytes: Number.NaN }])
      await expect(safeFetch(source.url, options)).rejects.toThrow(RangeError);
  });
});

test("tries the next IP of a name when nobody answers at the first", async () => {
  overrideEnv({ FETCH_ALLOW: ["127.0.0.0/8"] });
  const network = { resolve: async () => ["127.0.0.9", "127.0.0.1"], dial };
  expect(await safeFetch(`http://both.example:${source.port}/`, {}, network)).toMatchObject({ status: 200 });
  overrideEnv({ FETCH_ALLOW: ["127.0.0.1"] });
});

test("FETCH_ALLOW lifts the rules for the ports and IPs that it names, and for no other", async () => {
  const { port } = source;
  const byName = `http://localhost:${port}/`;
  expect(await reasonOf(byName, { httpsOnly: true })).toBe("200 with 0 bytes");
  overrideEnv({ FETCH_ALLOW: [`127.0.0.1:${port}`] });
  expect(await reasonOf(source.url, { httpsOnly: true })).toBe("200 with 0 bytes");
  expect(await reasonOf("http://127.0.0.1/")).toBe("private");
  expect(await reasonOf(`http://127.0.0.2:${port}/`)).toBe("private");
  overrideEnv({ FETCH_ALLOW: [`127.0.0.1:${port + 1}`, "::1"] });
  expect([await reasonOf(source.url), await reasonOf(byName)]).toEqual(["private", "private"]);
  overrideEnv({ FETCH_ALLOW: ["127.0.0.1"] });
});
