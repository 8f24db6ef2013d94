import type { z } from "zod";
import type { PersonalData } from "@/lib/core/accounts/personal-data/personal-data";
import type { Statistics } from "@/lib/core/admin/get-system-stats";
import type { CardAcceptor, CardOffer } from "@/lib/core/cards/registry";
import type { Ctx } from "@/lib/core/context";
import type { Uses } from "@/lib/core/engine/activity/types";
import type { RateLimit } from "@/lib/core/engine/rate-limits/types";
import type { GroupOffer } from "@/lib/core/groups/registry";
import type { NotificationKind } from "@/lib/core/notifications/types";
import type { LiveEvent, SyncPart } from "@/lib/core/realtime/live-event";
import type { SettingsHook } from "@/lib/core/settings/hooks";
import type { Removal } from "@/lib/core/tasks/clean-up";
import type { Task } from "@/lib/core/tasks/task";
import type { Job } from "@/lib/kit/jobs";

/**
 * What a capability or a feature tells core about itself. Everything but the name is optional; what is named by a record
 * is named there once in the whole instance. What the browser must know of it stands in its half, `client/feature.ts`.
 */
export type FeatureManifest = {
  name: string;
  /** Events that clients may send, by name. */
  live?: Record<string, LiveEvent>;
  /** Parts of `sync`, by name. */
  sync?: Record<string, SyncPart>;
  /** What every page of a member starts with for its half in the browser: plain data, given to its `Provider`. */
  start?: (ctx: Ctx) => Promise<unknown>;
  /** Work that is due at times of the clock. */
  tasks?: Task[];
  /** What works off the jobs it queues, by name. */
  jobs?: Record<string, Job>;
  /** As `jobs`, for those that mostly wait for servers elsewhere: they hold up no others. */
  slowJobs?: Record<string, Job>;
  /** Rows of its tables that have served their time. */
  removals?: Removal[];
  /** The rate limits that its verbs name. */
  limits?: Record<string, RateLimit>;
  /** The notifications it sends, by type. */
  notifications?: Record<string, NotificationKind>;
  /** Which verbs are use of what: the name of each, and what was done in words. */
  uses?: Uses;
  /** Figures for the admin overview, by name. */
  statistics?: Statistics;
  /** Its things that can be shown elsewhere, by kind, and where it takes in those of others, by kind of place. */
  cards?: { offers?: Record<string, CardOffer>; accepts?: Record<string, CardAcceptor> };
  /** Its sets of members that others can start something with, by kind. */
  groups?: { offers: Record<string, GroupOffer> };
  /** What it adds to a member's settings, every field with a default, and what it does when they change. */
  settings?: { schema?: z.ZodObject } & SettingsHook;
  /** What it keeps of a member. */
  personalData?: PersonalData;
};
