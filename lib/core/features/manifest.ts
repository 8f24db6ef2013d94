import type { ReadNewest } from "@/lib/core/accounts/personal-data/newest";
import type { Ctx } from "@/lib/core/context";
import type { Uses } from "@/lib/core/engine/activity/uses";
import type { Settings } from "@/lib/core/settings/schemas";
import type { Verb } from "@/lib/core/verb/verb";
import type { Db } from "@/lib/kit/db";

/** An event a client may send: the verb it calls, and the channel the connection enters or leaves by the answer. */
export type LiveEvent = {
  verb: Verb;
  /** The channel to hear from now on. The verb is asked again after entering, so that a removal in between holds. */
  join?: (answer: never) => string;
  leave?: (answer: never) => string;
};

/** What one part of `sync` answers with: its verb, and the verb's input made of the value the client gives. */
export type SyncPart = { verb: Verb; input: (value: unknown) => unknown };

/** What a feature tells the house about itself. */
export type FeatureManifest = {
  name: string;
  live?: Record<string, LiveEvent>;
  sync?: Record<string, SyncPart>;
  /** What every page of a member starts with for its half in the browser: plain data, given to its `Provider`. */
  start?: (ctx: Ctx) => Promise<unknown>;
  navigation?: { label: string; href: string; icon: string }[];
  /**
   * What it keeps of a member, for their own export (long lists by `readNewest`), what to do before an account is locked
   * and deleted, and whether the member came back between the two.
   */
  memory?: {
    read: (userId: string, readNewest: ReadNewest) => Promise<unknown>;
    forget: (tx: Db, userId: string) => Promise<void>;
    isBack: (tx: Db, userId: string) => Promise<boolean>;
  };
  /** What to do after a member changed settings: `changes` are those that were named. */
  settingsChanged?: (userId: string, changes: Partial<Settings>) => Promise<void>;
  /** Which verbs are use of what: the name of each, and what was done in words. */
  uses?: Uses;
  /** Figures for the admin overview, by name. */
  statistics?: Record<string, () => Promise<number>>;
};
