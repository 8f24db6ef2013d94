import type { FeatureManifest } from "@/lib/core/realtime/manifest";
import type { Settings } from "@/lib/core/settings/schemas";
import type { Db } from "@/lib/kit/db";
import { remember, rememberAs } from "@/lib/kit/remember";

const features = () => remember<FeatureManifest[]>("feature-memory", () => []);

/** Tells accounts what features keep of a member. Called once, at the start. */
export const offerMemory = (offered: FeatureManifest[]): void => void rememberAs("feature-memory", offered);

/** What the features keep of a member, by feature. */
export async function recallMember(userId: string): Promise<Record<string, unknown>> {
  const kept = features().flatMap(({ name, memory }) => (memory ? [{ name, memory }] : []));
  const read = await Promise.all(kept.map(async ({ name, memory }) => [name, await memory.read(userId)] as const));
  return Object.fromEntries(read);
}

/** Tells the features which settings a member changed. Call it once they are stored. */
export async function tellSettings(userId: string, changes: Partial<Settings>): Promise<void> {
  for (const { settingsChanged } of features()) await settingsChanged?.(userId, changes);
}

/** Lets the features put in order what an account leaves behind, inside the transaction that deletes it. */
export async function forgetMember(tx: Db, userId: string): Promise<void> {
  for (const { memory } of features()) await memory?.forget(tx, userId);
}
