import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { installFeatures } from "@/lib/core/features/install";
import { route } from "@/lib/core/http/route";
import { forget } from "@/lib/kit/remember";
import { testSource } from "@/lib/kit/safe-fetch/testing/servers";
import { newId } from "@/lib/shared/ids";
import { imagePath } from "./image-path";
import { keptImageBytes } from "./listing-images";
import { listingParts } from "./listing-parts";
import { imageRoute } from "./listing-routes";

const source = testSource();
beforeAll(() => installFeatures([{ name: "watches", limits: listingParts.limits }]));

const PNG = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(500, 7)]);
let asked: string[] = [];
beforeEach(() => {
  forget("listing-images");
  asked = [];
  source.answer = (req, res) => {
    asked.push(req.url ?? "");
    res.end(PNG);
  };
});

const GET = route(imageRoute);
let ip = "198.51.100.1";

function show(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const image = path.replace("/api/v1/images/", "");
  const request = new Request(`https://throng.example${path}`, { headers: { "x-throng-ip": ip, ...headers } });
  return GET(request, { params: Promise.resolve({ image }) });
}
const showUrl = (url: string, headers?: Record<string, string>) => show(imagePath(url) ?? "", headers);
const newUrl = () => `${source.url}/${newId()}.png`;

test("shows what the source has, as what it is, to be kept for a day, and nothing in it runs", async () => {
  const answer = await showUrl(newUrl());
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    ...{ "content-type": "image/png", "cache-control": "private, max-age=86400" },
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "content-disposition": 'inline; filename="image.png"',
    "ratelimit-policy": '"images";q=600;w=60',
  });
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(PNG);
});

test("one fetch serves all who ask for the same image, at once and later", async () => {
  const url = newUrl();
  const answers = await Promise.all(Array.from({ length: 20 }, () => showUrl(url)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const etag = answers[0]?.headers.get("etag") ?? "";
  expect((await showUrl(url, { "if-none-match": etag })).status).toBe(304);
  expect(asked).toHaveLength(1);
});

const isoBox = (...brands: string[]) => {
  const box = Buffer.concat([
    Buffer.alloc(4),
    Buffer.from(`ftyp${brands[0]}\0\0\0\0${brands.slice(1).join("")}`, "latin1"),
  ]);
  box.writeUInt32BE(box.length);
  return Buffer.concat([box, Buffer.alloc(99)]);
};

test.each<[string, Buffer, string]>([
  ["PNG", PNG, "image/png"],
  ["JPEG", Buffer.from("\xff\xd8\xff\xe0abc", "latin1"), "image/jpeg"],
  ["GIF", Buffer.from("GIF89a..."), "image/gif"],
  ["WebP", Buffer.from("RIFF\n\n\n\nWEBPVP8 ", "latin1"), "image/webp"],
  ["AVIF", isoBox("avif", "mif1"), "image/avif"],
  ["AVIF by another of its brands", isoBox("mif1", "miaf", "avif"), "image/avif"],
])("knows %s by its first bytes, whatever the source calls it", async (_name, body, type) => {
  source.answer = (_req, res) => void res.setHeader("content-type", "text/html").end(body);
  const answer = await showUrl(newUrl());
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, type]);
});

test.each<[string, string | Buffer]>([
  ["SVG", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"],
  ["HTML", "<!doctype html><script>alert(1)</script>"],
  ["nothing", ""],
  ["a film", isoBox("isom", "mp42")],
  ["a film that names itself after AVIF in its version", isoBox("isom").fill("avif", 12, 16)],
  ["half a signature", "\x89PNG"],
  ["HTML behind a blank", ` ${PNG.toString("latin1")}`],
])("does not show %s, even when the source says it is an image", async (_name, body) => {
  source.answer = (_req, res) => void res.setHeader("content-type", "image/png").end(body);
  expect((await showUrl(newUrl())).status).toBe(404);
});

describe("a source that", () => {
  test.each([404, 500, 206, 302])("answers %i has no image, and is not asked again for a minute", async (status) => {
    const url = newUrl();
    source.answer = (req, res) => {
      asked.push(req.url ?? "");
      res.writeHead(status).end(PNG);
    };
    expect([(await showUrl(url)).status, (await showUrl(url)).status]).toEqual([404, 404]);
    expect(asked).toHaveLength(1);
  });

  test("sends more than 5 MB is not listened to", async () => {
    source.answer = (_req, res) => void res.end(Buffer.concat([PNG, Buffer.alloc(5_000_000)]));
    expect((await showUrl(newUrl())).status).toBe(404);
  });

  test("lies inside is never reached", async () => {
    for (const url of [
      "http://127.0.0.2/a.png",
      "http://169.254.169.254/a.png",
      "http://[::1]/a.png",
      "file:///etc/passwd",
      "x",
    ]) {
      expect((await showUrl(url)).status).toBe(404);
    }
    source.answer = (_req, res) => void res.writeHead(302, { location: "http://127.0.0.3:1/" }).end();
    expect((await showUrl(newUrl())).status).toBe(404);
  });

  test("is slow is asked by four at a time, and for the rest of the line later", async () => {
    let [now, most] = [0, 0];
    source.answer = (_req, res) => {
      most = Math.max(most, ++now);
      setTimeout(() => {
        now--;
        res.end(PNG);
      }, 20);
    };
    const answers = await Promise.all(Array.from({ length: 80 }, () => showUrl(newUrl())));
    expect(most).toBe(4);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(68);
    expect(answers.filter(({ status }) => status === 503)).toHaveLength(12);
  });
});

test("keeps at most 64 MB", async () => {
  const large = Buffer.concat([PNG, Buffer.alloc(4_000_000)]);
  source.answer = (_req, res) => void res.end(large);
  for (let at = 0; at < 20; at++) expect((await showUrl(newUrl())).status).toBe(200);
  expect(keptImageBytes()).toBeGreaterThan(50_000_000);
  expect(keptImageBytes()).toBeLessThanOrEqual(64 * 1024 * 1024);
});

test("a path that this instance did not make finds nothing, and counts by IP", async () => {
  const path = imagePath(newUrl()) ?? "";
  ip = "198.51.100.77";
  for (const wrong of [
    "none",
    path.slice(0, -3),
    `${path}AAAA`,
    "https://elsewhere.example/a.png",
    "A".repeat(3_000),
  ]) {
    const answer = await show(`/api/v1/images/${encodeURIComponent(wrong.replace("/api/v1/images/", ""))}`);
    expect(answer.status).toBe(404);
  }
  const limits = await show("/api/v1/images/none");
  expect(limits.headers.get("ratelimit")).toMatch(/^"images";r=594;/);
  expect((await show(path)).headers.get("ratelimit")).toMatch(/^"images";r=599;/);
  expect(asked).toHaveLength(1);
});

test("a URL has one path, and one that is too long has none", () => {
  const url = `https://cdn.example/${"x".repeat(1_980)}`;
  expect(imagePath(url)).toBe(imagePath(url));
  expect(imagePath(url)?.length).toBeLessThan(2_800);
  expect(imagePath(`${url}x`)).toBeNull();
});
