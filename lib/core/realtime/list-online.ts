import { z } from "zod";
import { type Ctx, isAdmin, type Member } from "@/lib/core/context";
import { presentUser } from "@/lib/core/members/present";
import { PublicUser } from "@/lib/core/members/schemas";
import { defineVerb } from "@/lib/core/verb/verb";
import { db } from "@/lib/kit/db";
import { pageFields, readCursor, toPage } from "@/lib/shared/page";
import { connectionsOf, onlineIds } from "./presence";

/** `connections` counts tabs and devices; null but for oneself and for admins. */
const OnlineMember = PublicUser.extend({ connections: z.number().int().nullable() });

/** Who is online now and wants to be seen, by user name. */
export const listOnline = defineVerb({
  name: "realtime.listOnline",
  access: "member",
  reads: true,
  input: z.strictObject(pageFields),
  output: z.strictObject({
    items: z.array(OnlineMember),
    nextCursor: z.string().nullable(),
    total: z.number().int(),
  }),
  async run(ctx, { limit, cursor }) {
    const after = readCursor(cursor, z.tuple([z.string()]));
    const ids = onlineIds();
    const rows = await db().user.findMany({
      where: { id: { in: [...ids] }, ...(after && { usernameKey: { gt: after[0] } }) },
      orderBy: { usernameKey: "asc" },
      take: limit + 1,
    });
    const page = toPage(
      rows,
      limit,
      (row) => [row.usernameKey],
      (row) => ({ ...presentUser(row), connections: mayCount(ctx, row.id) ? connectionsOf(row.id) : null }),
    );
    return { ...page, total: ids.size };
  },
});

const mayCount = ({ actor }: Ctx<Member>, userId: string): boolean => actor.id === userId || isAdmin(actor);
