import type { Db } from "@/lib/kit/db";
import { extensionPoint } from "@/lib/kit/extension-point";
import type { ReadNewest } from "./newest";
import type { PersonalData } from "./personal-data";

type Keeper = PersonalData & { name: string };

/** Where features say what they keep of a member. */
export const personalDataPoint = extensionPoint<Keeper>("personal-data");

/** What the features keep of a member, by feature, read one after the other. */
export async function readPersonalData(userId: string, readNewest: ReadNewest): Promise<Record<string, unknown>> {
  const data: Record<string, unknown> = {};
  for (const { name, read } of personalDataPoint.all()) {
    data[name] = await read(userId, (list, page) => readNewest(`${name}.${list}`, page));
  }
  return data;
}

/**
 * Lets the features put in order what an account leaves behind, inside the transaction that deletes it and before that
 * locks any account.
 */
export async function forgetPersonalData(tx: Db, userId: string): Promise<void> {
  for (const { forget } of personalDataPoint.all()) await forget(tx, userId);
}

/** Whether a feature keeps the member again, who came back in after `forgetPersonalData` and before the account was locked. */
export async function hasPersonalData(tx: Db, userId: string): Promise<boolean> {
  for (const { isBack } of personalDataPoint.all()) if (await isBack(tx, userId)) return true;
  return false;
}
