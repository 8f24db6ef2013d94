import { db } from "@/lib/kit/db";

/** Rolled-up activity of a member since a moment. */
export const activityQuarters = (userId: string, from: Date, to: Date) =>
  db().activityQuarter.findMany({
    where: { userId, quarter: { gte: from, lt: to } },
    select: { quarter: true, feature: true, action: true, count: true },
  });

/** The quarters of an hour in which a member was there, in order. */
export const presenceQuarters = (userId: string, from: Date, to: Date) =>
  db().presenceQuarter.findMany({
    where: { userId, quarter: { gte: from, lt: to } },
    select: { quarter: true, minutes: true },
    orderBy: { quarter: "asc" },
  });
