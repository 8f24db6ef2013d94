import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { readCursor, toPage } from "@/lib/shared/page";
import { presentManagedUser } from "./present";
import { ListUsersInput, ManagedUserPage } from "./schemas";
import { findUsers } from "./user-store";

const Position = z.tuple([z.string()]);

/** Accounts by user name, found by a part of name or e-mail address, role and state. */
export const listUsers = defineVerb({
  name: "accounts.listUsers",
  access: "admin",
  reads: true,
  input: ListUsersInput,
  output: ManagedUserPage,
  async run(_ctx, { limit, cursor, ...filter }) {
    const after = readCursor(cursor, Position);
    const rows = await findUsers(filter, limit + 1, after?.[0]);
    return toPage(rows, limit, (row) => [row.usernameKey], presentManagedUser);
  },
});
