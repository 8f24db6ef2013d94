/** Asking for randomness costs more than using it, so it is drawn for many ids at once. */
const DRAWN = 4_096;
const drawn = new Uint8Array(DRAWN);
let used = DRAWN;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const hex = (byte: number): string => HEX[byte & 0xff] ?? "";

/**
 * A new UUID version 7 (RFC 9562): 48 bits of milliseconds, then random, so that ids sort by the time they were made.
 * Written here because `crypto.randomUUID` is missing in browsers on plain http outside localhost.
 */
export function newId(now: number = Date.now()): string {
  const time = now.toString(16).padStart(12, "0");
  const version = hex(0x70 | (random() & 0x0f)) + hex(random());
  const variant = hex(0x80 | (random() & 0x3f)) + hex(random());
  const node = hex(random()) + hex(random()) + hex(random()) + hex(random()) + hex(random()) + hex(random());
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${node}`;
}

function random(): number {
  if (used === DRAWN) {
    crypto.getRandomValues(drawn);
    used = 0;
  }
  return drawn[used++] ?? 0;
}
