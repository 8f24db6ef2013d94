import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const keyFor = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "throng", purpose, 32));

/** Encrypts a text that must be read again (AES-256-GCM, key derived from `secret` for `purpose`), as base64url. */
export function encrypt(text: string, secret: string, purpose: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyFor(secret, purpose), nonce);
  const encrypted = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString("base64url");
}

/** The text inside, or undefined when it was changed, or encrypted with another secret or for another purpose. */
export function decrypt(encrypted: string, secret: string, purpose: string): string | undefined {
  const bytes = Buffer.from(encrypted, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyFor(secret, purpose), bytes.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return undefined;
  }
}

/** What makes signatures that only who knows `secret` can make: HMAC-SHA256 in hex, under a key derived for `purpose`. */
export function makeSigner(secret: string, purpose: string): (text: string) => string {
  const key = keyFor(secret, purpose);
  return (text) => createHmac("sha256", key).update(text).digest("hex");
}

/** A random token for a link: 192 bits, base64url. */
export const newToken = (): string => randomBytes(24).toString("base64url");

/** What is kept of a token: SHA-256 in hex. A token is random, so a fast hash is enough. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");
