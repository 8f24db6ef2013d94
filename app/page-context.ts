import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { type Ctx, isAdmin, type Member, makeContext } from "@/lib/core/context";
import { trackUse } from "@/lib/core/engine/activity/track";
import { actorOf } from "@/lib/core/engine/sessions/actor";
import { ORIGIN_HEADERS, originOf } from "@/lib/core/http/origin";
import { noteReached } from "@/lib/core/http/page-visit";

/** Who asks for this page, and from where; asked once per request. */
export const requestContext = cache(async (): Promise<Ctx> => {
  noteReached();
  const given = await headers();
  return makeContext(await actorOf(given), originOf(given));
});

/** The context of a signed-in member; anyone else is led to sign in and back to `path`. */
export async function memberContext(path: string): Promise<Ctx<Member>> {
  const ctx = await requestContext();
  if (isMember(ctx)) {
    // A page fetched ahead was not looked at.
    if (!(await headers()).has(ORIGIN_HEADERS.ahead)) trackUse(ctx, "pages", kindOf(path));
    return ctx;
  }
  return redirect(`/login?next=${encodeURIComponent(path)}`);
}

/** The context of an admin; undefined for any other member. */
export async function adminContext(path: string): Promise<Ctx<Member> | undefined> {
  const ctx = await memberContext(path);
  return isAdmin(ctx.actor) ? ctx : undefined;
}

/** The URL of a page with what its query asks for, so that the way back from signing in leads to the same. */
export function pathWith(path: string, query: Record<string, string | string[] | undefined>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}

/** The kind of page a path leads to: without ids and what is asked for. */
const kindOf = (path: string): string => path.replace(/\?.*/, "").replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "[id]");

const isMember = (ctx: Ctx): ctx is Ctx<Member> => ctx.actor.kind === "member";
