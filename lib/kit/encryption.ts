import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const keyFor = (secret: string, purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "throng", purpose, 32));

/** Encrypts a text that must be read again (AES-256-GCM, key derived from `secret` for `purpose`), as base64url. */
export const encrypt = (text: string, secret: string, purpose: string): string =>
  encryptWith(keyFor(secret, purpose), randomBytes(NONCE_BYTES), text);

/** The text inside, or undefined when it was changed, or encrypted with another secret or for another purpose. */
export const decrypt = (encrypted: string, secret: string, purpose: string): string | undefined =>
  decryptWith(keyFor(secret, purpose), encrypted);

/** Encrypts the same text to the same result, and reads it again. */
export type SteadyCipher = {
  encrypt: (text: string) => string;
  /** Undefined for what it did not encrypt. */
  decrypt: (encrypted: string) => string | undefined;
};

/**
 * As `encrypt` and `decrypt`, for what must look the same each time, such as a URL that browsers cache. The nonce is an HMAC
 * of the text under a key of its own, so that no nonce serves two texts; whoever sees two results knows whether the texts
 * are the same, and nothing else.
 */
export function makeSteadyCipher(secret: string, purpose: string): SteadyCipher {
  const [key, nonceKey] = [keyFor(secret, purpose), keyFor(secret, `${purpose}, nonce`)];
  return {
    encrypt: (text) => {
      const nonce = createHmac("sha256", nonceKey).update(text).digest().subarray(0, NONCE_BYTES);
      return encryptWith(key, nonce, text);
    },
    decrypt: (encrypted) => decryptWith(key, encrypted),
  };
}

function encryptWith(key: Buffer, nonce: Buffer, text: string): string {
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const encrypted = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString("base64url");
}

function decryptWith(key: Buffer, encrypted: string): string | undefined {
  const bytes = Buffer.from(encrypted, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES));
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
