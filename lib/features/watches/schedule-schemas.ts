import { z } from "zod";
import { TimeZone } from "@/lib/core/settings/schemas";

/** The shortest and the longest time between two runs, in minutes. */
export const EVERY = { min: 5, max: 7 * 24 * 60, usual: 60 };
const TIMES_MAX = 24;

const Weekday = z.number().int().min(1, "must be 1 (Monday) to 7").max(7, "must be 1 (Monday) to 7");
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 08:30");

/** When a watch runs: every so many minutes, or on weekdays at times of a zone. */
export const Schedule = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("every"),
      minutes: z
        .number("must be a whole number")
        .int("must be a whole number")
        .min(EVERY.min, `must be at least ${EVERY.min}`)
        .max(EVERY.max, `must be at most ${EVERY.max}`),
    }),
    z.strictObject({
      kind: z.literal("weekly"),
      /** 1 is Monday. */
      weekdays: z.array(Weekday).min(1, "must name a day").max(7),
      times: z.array(TimeOfDay).min(1, "must name a time").max(TIMES_MAX, `must hold at most ${TIMES_MAX} times`),
      timeZone: TimeZone,
    }),
  ],
  "must be every or weekly",
);
export type Schedule = z.infer<typeof Schedule>;
