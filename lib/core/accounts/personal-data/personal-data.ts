import type { Db } from "@/lib/kit/db";
import type { ReadNewest } from "./newest";

/** What a feature keeps of a member. */
export type PersonalData = {
  /** For the member's own export: long lists by `readNewest`. */
  read: (userId: string, readNewest: ReadNewest) => Promise<unknown>;
  /** What to do in the transaction that deletes the account, before any account is locked. */
  forget: (tx: Db, userId: string) => Promise<void>;
  /** Whether the member came back between `forget` and the lock. */
  isBack: (tx: Db, userId: string) => Promise<boolean>;
};
