import { z } from "zod";
import { type ActivityRow, findActivity } from "@/lib/core/engine/activity/store";
import { knownMemberId } from "@/lib/core/members/known-member";
import { defineVerb } from "@/lib/core/verb/verb";
import { Id } from "@/lib/shared/ids";
import { Moment } from "@/lib/shared/moment";
import { readCursor, toPage } from "@/lib/shared/page";
import { presentActivity } from "./present";
import { ActivityPage, ListActivityInput } from "./schemas";

const Place = z.tuple([Moment, Id]);

/** Where a list of activity goes on. */
export function readPlace(cursor: string | undefined) {
  const place = readCursor(cursor, Place);
  return place && { at: new Date(place[0]), id: place[1] };
}

export const placeOf = ({ at, id }: ActivityRow) => [at.toISOString(), id];

/** What a member did in the last 90 days, newest first. Errors: not_found. */
export const listActivity = defineVerb({
  name: "activity.list",
  access: "member",
  reads: true,
  input: ListActivityInput,
  output: ActivityPage,
  async run(ctx, { userId, feature, limit, cursor }) {
    const filter = { userId: await knownMemberId(ctx, userId), feature };
    const rows = await findActivity(filter, limit + 1, readPlace(cursor));
    return toPage(rows, limit, placeOf, presentActivity);
  },
});
