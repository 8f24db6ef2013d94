import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { log } from "@/lib/kit/log";
import { remember } from "@/lib/kit/remember";
import { isFetchError } from "@/lib/kit/safe-fetch/fetch-error";
import { safeFetch } from "@/lib/kit/safe-fetch/safe-fetch";
import { fail } from "@/lib/shared/errors";
import { makeTurns, type Turns } from "./image-turns";
import { IMAGE_TYPES, imageTypeOf } from "./image-type";

export type Image = { type: string; body: Buffer; tag: string };

/** Bounds of one image, and of all that this process keeps, in bytes. */
const IMAGE_MAX = 5_000_000;
const KEPT_MAX = 64 * 1024 * 1024;
/** What an entry takes beside its bytes. */
const ENTRY_BYTES = 1_000;
const KEPT_MS = 24 * 60 * 60_000;
const TIMEOUT_MS = 10_000;
/** A failure is believed for so long, in milliseconds, and so many of them. */
const FAILED_MS = 60_000;
const FAILED_MAX = 10_000;

type State = {
  kept: LRUCache<string, Image>;
  failed: LRUCache<string, true>;
  loading: Map<string, Promise<Image | undefined>>;
  turns: Turns;
};

const state = (): State =>
  remember<State>("listing-images", () => ({
    kept: new LRUCache({ maxSize: KEPT_MAX, sizeCalculation: ({ body }) => body.length + ENTRY_BYTES, ttl: KEPT_MS }),
    failed: new LRUCache({ max: FAILED_MAX, ttl: FAILED_MS }),
    loading: new Map(),
    turns: makeTurns(),
  }));

/**
 * The image at a URL, from memory or as it is there now; undefined when there is none. Whoever asks for the same one
 * meanwhile shares one fetch.
 * @throws unavailable when too much is being fetched
 */
export function loadImage(url: string): Promise<Image | undefined> {
  const { kept, failed, loading } = state();
  const known = kept.get(url);
  if (known || failed.has(url)) return Promise.resolve(known);
  const running = loading.get(url);
  if (running) return running;
  const started = fetchImage(url).finally(() => loading.delete(url));
  loading.set(url, started);
  return started;
}

/** What this process keeps, in bytes. */
export const keptImageBytes = (): number => state().kept.calculatedSize;

async function fetchImage(url: string): Promise<Image | undefined> {
  const { kept, failed, turns } = state();
  const done =
    (await turns.take(hostOf(url))) ?? fail("unavailable", "Too many images are being loaded.", { retryAfter: 5 });
  try {
    const image = await readImage(url);
    if (image) kept.set(url, image);
    else failed.set(url, true);
    return image;
  } finally {
    done();
  }
}

async function readImage(url: string): Promise<Image | undefined> {
  const headers = { accept: IMAGE_TYPES.join(", ") };
  try {
    const { status, body } = await safeFetch(url, { headers, maxBytes: IMAGE_MAX, timeoutMs: TIMEOUT_MS });
    const type = status === 200 ? imageTypeOf(body) : undefined;
    return type && { type, body, tag: createHash("sha256").update(body).digest("base64url").slice(0, 22) };
  } catch (error) {
    if (!isFetchError(error)) throw error;
    log().debug({ host: hostOf(url), reason: error.reason }, "an image was not there");
    return undefined;
  }
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : "");
