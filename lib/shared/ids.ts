import { z } from "zod";

/** The id of any stored thing: a UUID in lower case. */
export const Id = z.uuid("must be an id").toLowerCase();

/**
 * A new UUID version 7 (RFC 9562): 48 bits of milliseconds, then random, so that ids sort by the time they were made.
 * Written here because `crypto.randomUUID` is missing in browsers on plain http outside localhost.
 */
export function newId(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) & 0xff;
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  let hex = "";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
