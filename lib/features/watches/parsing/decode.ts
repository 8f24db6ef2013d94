import { isUtf8 } from "node:buffer";
import { decodeBuffer, getEncoding } from "encoding-sniffer";
import type { Note, SourceDocument } from "./types";

/** How many bytes are looked at for a declaration: pages put styles before it. */
const SNIFFED_BYTES = 4_096;

/**
 * The text of a document: its character set is what a byte order mark, the content type, or the document says, and
 * otherwise UTF-8 when it can be that, or windows-1252. What is certainly not written as it says is read as it is written.
 */
export function decodeText({ bytes, contentType }: Pick<SourceDocument, "bytes" | "contentType">): {
  text: string;
  notes: Note[];
} {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const utf8 = isUtf8(buffer);
  const options = {
    maxBytes: SNIFFED_BYTES,
    transportLayerEncodingLabel: labelOf(contentType, buffer),
    defaultEncoding: utf8 ? "utf-8" : "windows-1252",
  };
  const said = getEncoding(buffer, options);
  const is = whatItIs(buffer, said, utf8) ?? said;
  const text = decodeBuffer(buffer, is === said ? options : { userEncoding: is }).replace(/^\uFEFF/, "");
  return { text, notes: is === said ? [] : [{ code: "wrong_charset", detail: said }] };
}

/** The first charset that a content type names. UTF-16 has NULs in all but East Asian text: without one it is a lie. */
function labelOf(contentType: string | null, buffer: Buffer): string | undefined {
  const label = /;\s*charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType ?? "")?.[1];
  const isLie = label !== undefined && /^utf-?16/i.test(label) && buffer.length > 0 && !buffer.includes(0);
  return isLie ? undefined : label;
}

const SINGLE_BYTE = /^(windows-125\d|windows-874|iso-8859-\d+i?|koi8-[ru]|macintosh|x-mac-cyrillic|ibm866)$/i;

/** The character set when it is certainly another one than was said. */
function whatItIs(buffer: Buffer, said: string, utf8: boolean): string | undefined {
  if (utf8) return SINGLE_BYTE.test(said) && isManyBytes(buffer) ? "utf-8" : undefined;
  if (said.toLowerCase() !== "utf-8") return undefined;
  const text = buffer.toString("utf8");
  // One broken character in a text of UTF-8 is a broken character.
  const broken = count(text, /\uFFFD/g);
  if (broken <= count(text, /[^\p{ASCII}\uFFFD]/gu)) return undefined;
  const own = getEncoding(buffer, { maxBytes: SNIFFED_BYTES, defaultEncoding: "windows-1252" });
  return own.toLowerCase() === "utf-8" ? "windows-1252" : own;
}

/** Two characters of several bytes: in a text of single bytes these do not come about by chance. */
const isManyBytes = (buffer: Buffer): boolean => count(buffer.toString("utf8"), /[^\p{ASCII}]/gu, 2) >= 2;

function count(text: string, pattern: RegExp, enough = Number.POSITIVE_INFINITY): number {
  let found = 0;
  for (const _ of text.matchAll(pattern)) if (++found >= enough) break;
  return found;
}
