import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate, inflateRaw } from "node:zlib";
import { systemCode } from "@/lib/kit/start-error";
import { FetchError, type FetchReason } from "./fetch-error";

type Decoder = (packed: Buffer, most: number) => Promise<Buffer>;

const unpack =
  (decompress: (packed: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>): Decoder =>
  (packed, most) =>
    decompress(packed, { maxOutputLength: Math.max(1, most) });

const gzip = unpack(promisify(gunzip));
const zlib = unpack(promisify(inflate));
const raw = unpack(promisify(inflateRaw));

const DECODERS: Record<string, Decoder | undefined> = {
  gzip,
  "x-gzip": gzip,
  // RFC 9110 means the form with a head (RFC 1950); some servers leave it out.
  deflate: (packed, most) => (hasZlibHead(packed) ? zlib : raw)(packed, most),
  br: unpack(promisify(brotliDecompress)),
};

/** What a request says that it takes. */
export const ACCEPT_ENCODING = "gzip, deflate, br";

/** How many encodings may lie around one body. */
const LAYERS_MAX = 3;
/** How much of a body is looked at to see that it is text. */
const SEEN_BYTES = 512;

/**
 * Unpacks a body as its `content-encoding` says, to at most `most` bytes, of which no more are made. Text that is
 * called packed is read as it is, and what begins like gzip and is not called so is unpacked once.
 * @throws FetchError too_large, cut_off or bad_encoding
 */
export async function decodeBody(body: Buffer, contentEncoding: string | undefined, most: number): Promise<Buffer> {
  if (body.length === 0) return body;
  const named = (contentEncoding ?? "")
    .toLowerCase()
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && name !== "identity");
  if (named.length > LAYERS_MAX) throw new FetchError("bad_encoding");
  let plain = body;
  for (const name of named.toReversed()) plain = await unpackLayer(plain, name, most);
  if (named.length === 0 && isGzip(plain)) plain = await unpackLayer(plain, "gzip", most);
  if (plain.length > most) throw new FetchError("too_large");
  return plain;
}

async function unpackLayer(packed: Buffer, name: string, most: number): Promise<Buffer> {
  const decoder = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
  try {
    if (decoder) return await decoder(packed, most);
  } catch (error) {
    const reason = reasonOf(error);
    // Text may begin like such a stream by chance, and then seems cut off.
    if (reason === "too_large" || !isText(packed)) throw new FetchError(reason, error);
  }
  if (isText(packed)) return packed;
  throw new FetchError("bad_encoding");
}

function reasonOf(error: unknown): FetchReason {
  const code = systemCode(error);
  if (code === "ERR_BUFFER_TOO_LARGE") return "too_large";
  return code === "Z_BUF_ERROR" ? "cut_off" : "bad_encoding";
}

const isGzip = (body: Buffer): boolean => body[0] === 0x1f && body[1] === 0x8b;

/** RFC 1950: the method is 8, and the first two bytes are a multiple of 31. */
const hasZlibHead = (body: Buffer): boolean =>
  body.length >= 2 && ((body[0] ?? 0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;

/** Text of any character set: packed bytes soon hold control characters other than tab, line feed, form feed and return. */
const isText = (body: Buffer): boolean =>
  body.subarray(0, SEEN_BYTES).every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
