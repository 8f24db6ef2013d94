import type { FeatureManifest } from "@/lib/core/features/manifest";
import type { Settings } from "@/lib/core/settings/schemas";
import type { Db } from "@/lib/kit/db";
import { remember, rememberAs } from "@/lib/kit/remember";
import type { Committed } from "@/lib/kit/transact";
import type { ReadNewest } from "./newest";

const features = () => remember<FeatureManifest[]>("feature-memory", () => []);

/** Tells accounts what features keep of a member. Called once, at the start. */
export const offerMemory = (offered: FeatureManifest[]): void => void rememberAs("feature-memory", offered);

/** What the features keep of a member, by feature, read one after the other. */
export async function recallMember(userId: string, readNewest: ReadNewest): Promise<Record<string, unknown>> {
  const recalled: Record<string, unknown> = {};
  for (const { name, memory } of features()) {
    if (memory) recalled[name] = await memory.read(userId, (list, read) => readNewest(`${name}.${list}`, read));
  }
  return recalled;
}

/** Tells the features which settings a member changed. */
export async function tellSettings(committed: Committed, userId: string, changes: Partial<Settings>): Promise<void> {
  for (const { settingsChanged } of features()) await settingsChanged?.(committed, userId, changes);
}

/**
 * Lets the features put in order what an account leaves behind, inside the transaction that deletes it and before that
 * locks any account.
 */
export async function forgetMember(tx: Db, userId: string): Promise<void> {
  for (const { memory } of features()) await memory?.forget(tx, userId);
}

/** Whether a feature keeps the member again, who came back in after `forgetMember` and before the account was locked. */
export async function isRemembered(tx: Db, userId: string): Promise<boolean> {
  for (const { memory } of features()) if (await memory?.isBack(tx, userId)) return true;
  return false;
}
