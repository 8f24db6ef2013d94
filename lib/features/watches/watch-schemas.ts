import { z } from "zod";
import { Id } from "@/lib/shared/ids";
import { pageFields, pageOf } from "@/lib/shared/page";
import { Version } from "@/lib/shared/version";
import { Filters, NO_FILTERS } from "./filter-schemas";
import { Recipe } from "./recipe-schemas";
import { EVERY, Schedule } from "./schedule-schemas";

export const NAME_MAX = 120;
export const URL_MAX = 2_000;

/** Control characters, halves of characters, and marks that turn the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

export const Name = z
  .string("is required")
  .trim()
  .min(1, "is required")
  .max(NAME_MAX, `must have at most ${NAME_MAX} characters`)
  .refine((text) => !UNPRINTABLE.test(text), "must not hold control characters");

/** Whether it may be fetched is checked when it is, and when it is stored. */
export const SourceUrl = z
  .string("is required")
  .trim()
  .min(1, "is required")
  .max(URL_MAX, `must have at most ${URL_MAX} characters`);

/** What its owner is told of. */
export const Notify = z.strictObject({
  /** New listings that match. */
  matches: z.boolean().default(true),
  /** Listings that became cheaper than they ever were. */
  newLow: z.boolean().default(true),
  /** Listings that came back, or are in stock again. */
  back: z.boolean().default(false),
  /** That it fails, and that it recovered. */
  trouble: z.boolean().default(true),
});
export type Notify = z.infer<typeof Notify>;
export const NOTIFY_ALL: Notify = Notify.parse({});

/** Why a run brought nothing, or a watch stopped by itself, by name; `words.ts` has the sentences. */
export const FailureName = z.string().max(40);

/** What of a run a member may want to know though nothing failed, such as rows that have the same id. */
export const RunNote = z.strictObject({ code: z.string().max(40), detail: z.string().max(200).optional() });
export type RunNote = z.infer<typeof RunNote>;

const count = z.number().int().min(0);
const moment = z.iso.datetime();

export const WatchRun = z.strictObject({
  id: Id,
  watchId: Id,
  startedAt: moment,
  tookMs: count,
  outcome: z.enum(["ok", "unchanged", "failed"]),
  /** Why it failed. */
  failure: FailureName.nullable(),
  /** The HTTP status, the length of the body in bytes, and where it came from in the end. */
  status: z.number().int().nullable(),
  bytes: count.nullable(),
  url: z.string().nullable(),
  found: count,
  new: count,
  changed: count,
  gone: count,
  back: count,
  /** Of those that are new or changed: how many match the filters. */
  matched: count,
  notes: z.array(RunNote),
});
export type WatchRun = z.infer<typeof WatchRun>;

/**
 * What a watch is at: `stopped`; `waiting` for its next run; `due`, when that waits for its turn at the host; `running`
 * is told by the live event alone; `failing`, when the last runs failed and it tries on.
 */
export const WatchStatus = z.enum(["stopped", "waiting", "due", "failing"]);
export type WatchStatus = z.infer<typeof WatchStatus>;

export const Watch = z.strictObject({
  id: Id,
  name: z.string(),
  url: z.string(),
  /** The name of the server. */
  host: z.string(),
  recipe: Recipe,
  filters: Filters,
  schedule: Schedule,
  notify: Notify,
  status: WatchStatus,
  /** Why it stopped by itself: `gone`, `failing`. */
  stopReason: z.string().nullable(),
  nextRunAt: moment.nullable(),
  failures: count,
  failingSince: moment.nullable(),
  failure: FailureName.nullable(),
  lastRunAt: moment.nullable(),
  lastSuccessAt: moment.nullable(),
  lastFindAt: moment.nullable(),
  listingCount: count,
  /** Listings found on each of the last 14 days, the oldest first. */
  findsByDay: z.array(count),
  createdAt: moment,
  version: Version,
});
export type Watch = z.infer<typeof Watch>;
/** As live events tell it. */
export type WatchNow = Omit<Watch, "findsByDay">;

export const WatchInput = z.strictObject({ watchId: Id });

export const CreateWatchInput = z.strictObject({
  name: Name,
  url: SourceUrl,
  recipe: Recipe,
  filters: Filters.default(NO_FILTERS),
  schedule: Schedule.default({ kind: "every", minutes: EVERY.usual }),
  notify: Notify.default(NOTIFY_ALL),
  /** Whether it runs at once, and from then on. */
  start: z.boolean().default(true),
});

export const UpdateWatchInput = z.strictObject({
  watchId: Id,
  name: Name.optional(),
  url: SourceUrl.optional(),
  recipe: Recipe.optional(),
  filters: Filters.optional(),
  schedule: Schedule.optional(),
  notify: Notify.partial().optional(),
  /** The version it was read at: refused when it has changed since. */
  version: Version.optional(),
});

export const ListWatchesInput = z.strictObject({
  /** Part of name or URL. */
  q: z.string().trim().max(80).default(""),
  ...pageFields,
});
export const WatchPage = pageOf(Watch).extend({
  /** How many the member has, and may have. */
  count,
  quota: count,
});

export const ListRunsInput = z.strictObject({ watchId: Id, ...pageFields });
export const RunPage = pageOf(WatchRun);
