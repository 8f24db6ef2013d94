import type { NextRequest } from "next/server";
import { handlers } from "@/app/auth";
import { anonymous, makeContext } from "@/lib/core/http/context";
import { originOf } from "@/lib/core/http/origin";
import { refuse, toResponse } from "@/lib/core/http/route";
import { enforcePolicies } from "@/lib/core/rate-limits/enforce";
import { actorOf } from "@/lib/core/sessions/actor";

export const GET = handlers.GET;

/** The policy `auth` is counted by the verbs signIn and signOut; what does not come to one of them is counted here. */
async function reachesVerb(request: NextRequest): Promise<boolean> {
  const { pathname } = request.nextUrl;
  if (pathname.endsWith("/callback/credentials")) return true;
  return pathname.endsWith("/signout") && (await actorOf(request.headers)).kind === "member";
}

export async function POST(request: NextRequest): Promise<Response> {
  const ctx = makeContext(anonymous, originOf(request.headers));
  try {
    if (!(await reachesVerb(request))) await enforcePolicies(ctx, ["auth"]);
    return await handlers.POST(request);
  } catch (error) {
    return toResponse(refuse(ctx, error, "next-auth"));
  }
}
