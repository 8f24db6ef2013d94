import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { noteRecoveryCode } from "@/lib/core/accounts/tell-owner";
import { secretKey } from "@/lib/core/engine/sessions/token";
import { lockAccount } from "@/lib/core/members/store";
import { type Db } from "@/lib/kit/db";
import { decrypt, encrypt, hashToken } from "@/lib/kit/encryption";
import { transact } from "@/lib/kit/transact";

/** RFC 6238 with the values every authenticator app knows: SHA-1, six digits, 30 seconds, one step either way. */
const PERIOD_S = 30;
const WINDOW = 1;
const RECOVERY_CODES = 10;
const PURPOSE = "totp";

const make = (secret: string, label: string) =>
  new TOTP({ issuer: "Throng", label, secret: Secret.fromBase32(secret), digits: 6, period: PERIOD_S });

/** A new secret: as text to type, as a URI for a QR code, and encrypted for the database. */
export function newSecret(label: string): { secret: string; uri: string; encrypted: string } {
  const secret = new Secret({ size: 20 }).base32;
  return { secret, uri: make(secret, label).toString(), encrypted: encrypt(secret, secretKey(), PURPOSE) };
}

/** Whether this SECRET_KEY reads what is kept of a second factor. */
export const isReadable = (kept: string | null): boolean => kept !== null && read(kept) !== undefined;

const read = (kept: string): string | undefined => decrypt(kept, secretKey(), PURPOSE);

type Owner = { id: string; username: string; totpSecret: string | null };

/** Accepts a code of the app, once: the step it belongs to must be later than the last one accepted. */
export async function acceptCode(tx: Db, owner: Owner, code: string): Promise<boolean> {
  const secret = owner.totpSecret && read(owner.totpSecret);
  if (!secret || !/^\d{6}$/.test(code)) return false;
  const delta = make(secret, owner.username).validate({ token: code, window: WINDOW });
  if (delta === null) return false;
  const step = Math.floor(Date.now() / 1000 / PERIOD_S) + delta;
  const accepted = await tx.user.updateMany({
    where: { id: owner.id, totpSecret: owner.totpSecret, totpLastStep: { lt: step } },
    data: { totpLastStep: step },
  });
  return accepted.count === 1;
}

const CODE_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

/** Replaces a member's recovery codes and answers the new ones; only their hashes are kept. */
export async function replaceRecoveryCodes(tx: Db, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
  // Two at once would both delete the old and both keep their own: the account's row makes them take turns.
  await lockAccount(tx, userId);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ userId, hash: hashRecoveryCode(userId, code) })) });
  return codes;
}

/** Ten letters and digits (49 bits), so bytes past the last whole multiple are drawn again. */
function newRecoveryCode(): string {
  let code = "";
  while (code.length < 10) {
    const [byte = 0] = randomBytes(1);
    if (byte < 256 - (256 % CODE_ALPHABET.length)) code += CODE_ALPHABET[byte % CODE_ALPHABET.length];
  }
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

const hashRecoveryCode = (userId: string, code: string): string =>
  hashToken(`${userId}:${code.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}`);

/** Accepts a recovery code, once, and tells the owner how many are left. */
export async function acceptRecoveryCode(owner: { id: string }, code: string): Promise<boolean> {
  const hash = hashRecoveryCode(owner.id, code);
  return transact(async (tx, afterCommit) => {
    const user = await lockAccount(tx, owner.id);
    const unused = { userId: owner.id, usedAt: null };
    const used = await tx.recoveryCode.updateMany({ where: { ...unused, hash }, data: { usedAt: new Date() } });
    if (!user || used.count === 0) return false;
    await noteRecoveryCode(tx, afterCommit, user, await tx.recoveryCode.count({ where: unused }));
    return true;
  });
}
