import type { Query } from "@/lib/kit/db";
import { extensionPoint } from "@/lib/kit/extension-point";
import type { Committed } from "@/lib/kit/transact";
import type { SettingsChanges } from "./schemas";

/** What others do when a member changed settings: `changes` are those that were named. */
export type SettingsHook = {
  /** Inside the transaction that stores them. */
  inTransaction?: (query: Query, userId: string, changes: SettingsChanges) => Promise<void>;
  /** Once they are stored. */
  changed?: (committed: Committed, userId: string, changes: SettingsChanges) => Promise<void> | void;
};

/** Where capabilities and features say what they do then. */
export const settingsHooks = extensionPoint<SettingsHook>("settings-hooks");
