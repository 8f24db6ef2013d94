import { notFound } from "next/navigation";
import { cache } from "react";
import { memberContext } from "@/app/page-context";
import { getWatch } from "@/lib/features/watches";
import { isAppError } from "@/lib/shared/errors";

/** The watch, if it is the member's; read once for the pages of it and their titles. */
export const readWatch = cache(async (watchId: string) => {
  const ctx = await memberContext(`/watches/${watchId}`);
  try {
    return { ctx, watch: await getWatch(ctx, { watchId }) };
  } catch (error) {
    if (isAppError(error) && (error.code === "not_found" || error.code === "invalid_input")) return notFound();
    throw error;
  }
});
