import { NextRequest } from "next/server";
import { handlers } from "@/app/auth";
import { type AuthVisit, onVisit, visitOf } from "@/app/auth-visit";
import { anonymous } from "@/lib/core/http/context";
import { fromWeb } from "@/lib/core/http/incoming";
import { readBounded } from "@/lib/core/http/read-input";
import { refuse, toResponse } from "@/lib/core/http/route";
import { enforce } from "@/lib/core/rate-limits/enforce";
import { limitHeaders } from "@/lib/core/rate-limits/headers";
import { actorOf } from "@/lib/core/sessions/actor";
import type { ErrorCode } from "@/lib/shared/errors";

/** What the sign-in page says beside its form; every other refusal is an answer of its own. */
const SAID_BY_THE_PAGE = new Set<ErrorCode>(["invalid_credentials", "second_factor_required", "invalid_input"]);

/** Reads count like every call of the API. */
export const GET = (request: NextRequest): Promise<Response> =>
  answer(request, async (visit) => {
    visit.ctx.actor = await actorOf(request.headers);
    await enforce(visit.ctx, visit.ctx.actor.kind === "anonymous" ? "general" : "api");
    return onVisit(visit, () => handlers.GET(request));
  });

/** What changes something counts under `auth`, once, whether or not next-auth takes it as far as a verb. */
export const POST = (request: NextRequest): Promise<Response> =>
  answer(request, async (visit) => {
    await enforce(visit.ctx, "auth");
    visit.ctx.counted = ["auth"];
    const bounded = await withBody(request);
    return onVisit(visit, () => handlers.POST(bounded));
  });

/**
 * The steps around next-auth, which would lead every refused sign-in back to its page, and take the cookie of a session
 * that could not be ended.
 */
async function answer(request: NextRequest, ask: (visit: AuthVisit) => Promise<Response>): Promise<Response> {
  const visit = visitOf(request.headers, anonymous);
  try {
    const answered = await ask(visit);
    if (visit.refusal && !SAID_BY_THE_PAGE.has(visit.refusal.code)) throw visit.refusal;
    const headers = new Headers(answered.headers);
    for (const [name, value] of Object.entries(limitHeaders(visit.ctx.limits))) headers.set(name, value);
    return new Response(answered.body, { status: answered.status, headers });
  } catch (error) {
    return toResponse(refuse(visit.ctx, error, "next-auth"));
  }
}

/** The request with its whole body, which next-auth would read whatever its size. @throws payload_too_large */
async function withBody(request: NextRequest): Promise<NextRequest> {
  const body = await readBounded(fromWeb(request));
  const { url, method, headers } = request;
  return new NextRequest(url, { method, headers, ...(body !== "" && { body }) });
}
