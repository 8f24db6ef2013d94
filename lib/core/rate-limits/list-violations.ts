import { z } from "zod";
import { findViolations, topOffenders } from "@/lib/core/engine/rate-limits/violation-store";
import { presentUser } from "@/lib/core/members/present";
import { findMembers } from "@/lib/core/members/store";
import { defineVerb } from "@/lib/core/verb/verb";
import { Id } from "@/lib/shared/ids";
import { readCursor, toPage } from "@/lib/shared/page";
import { ListOffendersInput, ListViolationsInput, OffenderList, ViolationPage } from "./admin-schemas";

/** Recent refusals and why, newest first. */
export const listViolations = defineVerb({
  name: "rateLimits.listViolations",
  access: "admin",
  reads: true,
  input: ListViolationsInput,
  output: ViolationPage,
  async run(_ctx, { rateLimit, limit, cursor }) {
    const before = readCursor(cursor, z.tuple([Id]));
    const rows = await findViolations(limit + 1, rateLimit, before?.[0]);
    const members = await findMembers(rows.flatMap((row) => row.userId ?? []));
    return toPage(
      rows,
      limit,
      (row) => [row.id],
      ({ userId, createdAt, ...row }) => {
        const member = userId ? members.get(userId) : undefined;
        return { ...row, member: member ? presentUser(member) : null, createdAt: createdAt.toISOString() };
      },
    );
  },
});

/** Whose attempts were refused most in the last hours. */
export const listOffenders = defineVerb({
  name: "rateLimits.listOffenders",
  access: "admin",
  reads: true,
  input: ListOffendersInput,
  output: OffenderList,
  async run(_ctx, { hours, limit }) {
    const rows = await topOffenders(new Date(Date.now() - hours * 3_600_000), limit);
    const members = await findMembers(rows.flatMap((row) => row.userId ?? []));
    const items = rows.map(({ rateLimit, key, userId, refusals, lastAt }) => {
      const member = userId ? members.get(userId) : undefined;
      return { rateLimit, key, member: member ? presentUser(member) : null, refusals, lastAt: lastAt.toISOString() };
    });
    return { items, nextCursor: null };
  },
});
