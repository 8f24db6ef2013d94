import type { Ctx } from "@/lib/core/http/context";
import { db } from "@/lib/kit/db";
import { env } from "@/lib/kit/env";
import { newId } from "@/lib/shared/ids";
import { insertSession } from "./store";

/** Begins a session of `userId` for the device that asks, and answers its id. */
export async function startSession(ctx: Ctx, userId: string): Promise<string> {
  const id = newId();
  const expiresAt = new Date(Date.now() + env().PERMANENT_SESSION_LIFETIME * 1000);
  await insertSession(db(), { id, userId, address: ctx.address, userAgent: ctx.userAgent, expiresAt });
  return id;
}
