import { randomBytes, scrypt } from "node:crypto";
import { decrypt, encrypt, makeSigner } from "@/lib/kit/encryption";
import { env } from "@/lib/kit/env";

/** The cost of a guess at the passphrase: OWASP Password Storage Cheat Sheet (2023), for scrypt. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };
const PURPOSE = "the secret of a backup";

/** What a backup says of the SECRET_KEY it was made with: which one, and, where there was a passphrase, the key itself. */
export type SecretInBackup = { id: string; salt?: string; encrypted?: string };

/** Tells one secret from another, and says nothing else of it. */
export const secretId = (secret: string): string => makeSigner(secret, PURPOSE)("id").slice(0, 12);

/** The secret of this process, as a backup keeps it: encrypted with BACKUP_PASSPHRASE, without one only which it is. */
export async function secretForBackup(): Promise<SecretInBackup | undefined> {
  const { SECRET_KEY, BACKUP_PASSPHRASE } = env();
  if (SECRET_KEY === undefined) return undefined;
  const id = secretId(SECRET_KEY);
  if (BACKUP_PASSPHRASE === undefined) return { id };
  const salt = randomBytes(16).toString("base64url");
  return { id, salt, encrypted: encrypt(SECRET_KEY, await keyOf(BACKUP_PASSPHRASE, salt), PURPOSE) };
}

/** The secret inside; undefined when there is none, or the passphrase is another one. */
export async function openSecret({ salt, encrypted }: SecretInBackup, passphrase: string): Promise<string | undefined> {
  if (salt === undefined || encrypted === undefined) return undefined;
  return decrypt(encrypted, await keyOf(passphrase, salt), PURPOSE);
}

const keyOf = (passphrase: string, salt: string): Promise<string> =>
  new Promise((resolve, reject) => {
    scrypt(passphrase.normalize("NFC"), Buffer.from(salt, "base64url"), 32, COST, (error, key) =>
      error ? reject(error) : resolve(key.toString("base64url")),
    );
  });
