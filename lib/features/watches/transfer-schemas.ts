import { z } from "zod";
import { Id } from "@/lib/shared/ids";
import { Filters, NO_FILTERS } from "./filter-schemas";
import { Recipe } from "./recipe-schemas";
import { EVERY, Schedule } from "./schedule-schemas";
import { Name, NOTIFY_ALL, Notify, SourceUrl } from "./watch-schemas";

export const TransferFormat = z.enum(["opml", "json"], "must be opml or json");

/** A watch as a file keeps it. */
export const CarriedWatch = z.strictObject({
  name: Name,
  url: SourceUrl,
  recipe: Recipe.default({ kind: "feed" }),
  filters: Filters.default(NO_FILTERS),
  schedule: Schedule.default({ kind: "every", minutes: EVERY.usual }),
  notify: Notify.default(NOTIFY_ALL),
});
export type CarriedWatch = z.infer<typeof CarriedWatch>;

export const ExportWatchesInput = z.strictObject({ format: TransferFormat.default("json") });

export const ImportWatchesInput = z.strictObject({
  format: TransferFormat,
  /** The file. */
  text: z.string("is required").min(1, "is required"),
  /** Whether what was taken over runs at once. */
  start: z.boolean().default(true),
});

/** What was taken over of a file, and what was not. */
export const ImportReport = z.strictObject({
  added: z.array(z.strictObject({ id: Id, name: z.string(), url: z.string() })),
  skipped: z.array(z.strictObject({ name: z.string(), url: z.string(), why: z.string() })),
});
export type ImportReport = z.infer<typeof ImportReport>;
