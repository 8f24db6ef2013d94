import webPush from "web-push";
import { secretKey } from "@/lib/core/engine/sessions/token";
import { db } from "@/lib/kit/db";
import { decrypt, encrypt } from "@/lib/kit/encryption";
import { env } from "@/lib/kit/env";
import { transact } from "@/lib/kit/transact";

export type PushKeys = { publicKey: string; privateKey: string };

const PURPOSE = "vapid";
const ONLY = 1;

/**
 * The key pair that push messages are signed with: of VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY, else of the database, made
 * on first use, the same in every process.
 */
export async function pushKeys(): Promise<PushKeys> {
  const { VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY } = env();
  if (VAPID_PUBLIC_KEY && VAPID_PRIVATE_KEY) return { publicKey: VAPID_PUBLIC_KEY, privateKey: VAPID_PRIVATE_KEY };
  return (await keptKeys()) ?? makeKeys();
}

/** The kept keys; undefined when there are none, or none that this SECRET_KEY opens. */
async function keptKeys(): Promise<PushKeys | undefined> {
  const row = await db().pushKeys.findUnique({ where: { id: ONLY } });
  const privateKey = row && decrypt(row.privateKey, secretKey(), PURPOSE);
  return row && privateKey ? { publicKey: row.publicKey, privateKey } : undefined;
}

/** Browsers that signed up with keys nobody can open any more would refuse every message: they are forgotten. */
async function makeKeys(): Promise<PushKeys> {
  await transact(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('push keys'))`;
    if (await keptKeys()) return;
    const { publicKey, privateKey } = webPush.generateVAPIDKeys();
    const { count } = await tx.pushKeys.deleteMany({});
    if (count > 0) await tx.pushSubscription.deleteMany({});
    await tx.pushKeys.create({ data: { id: ONLY, publicKey, privateKey: encrypt(privateKey, secretKey(), PURPOSE) } });
  });
  const kept = await keptKeys();
  if (!kept) throw new Error("The keys of push messages could not be kept.");
  return kept;
}
