import { NextRequest } from "next/server";
import { handlers } from "@/app/auth";
import { type AuthVisit, onVisit, visitOf } from "@/app/auth-visit";
import { anonymous } from "@/lib/core/context";
import { enforce } from "@/lib/core/engine/rate-limits/enforce";
import { limitHeaders } from "@/lib/core/engine/rate-limits/headers";
import { actorOf } from "@/lib/core/engine/sessions/actor";
import { fromWeb } from "@/lib/core/http/incoming";
import { readBounded } from "@/lib/core/http/read-input";
import { refuse, toResponse } from "@/lib/core/http/route";
import { env } from "@/lib/kit/env";
import type { ErrorCode } from "@/lib/shared/errors";

/** What the sign-in page says beside its form; every other refusal is an answer of its own. */
const SAID_BY_THE_PAGE = new Set<ErrorCode>(["invalid_credentials", "second_factor_required", "invalid_input"]);

/** Reads count like every call of the API. */
export const GET = (request: NextRequest): Promise<Response> =>
  answer(request, async (visit) => {
    visit.ctx.actor = await actorOf(request.headers);
    await enforce(visit.ctx, visit.ctx.actor.kind === "anonymous" ? "general" : "api");
    return onVisit(visit, () => handlers.GET(forAuth(request, visit)));
  });

/** What changes something counts under `auth`, once, whether or not next-auth takes it as far as a verb. */
export const POST = (request: NextRequest): Promise<Response> =>
  answer(request, async (visit) => {
    await enforce(visit.ctx, "auth");
    visit.ctx.counted = ["auth"];
    const body = await readBounded(fromWeb(request));
    return onVisit(visit, () => handlers.POST(forAuth(request, visit, body)));
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

/**
 * The request as next-auth has to see it: at the URL that the client knows, where redirects lead (Next knows only
 * its own), and with a body that was read already, since next-auth would read one of any size.
 */
function forAuth({ url, method, headers }: NextRequest, { overTls }: AuthVisit, body = ""): NextRequest {
  const { pathname, search } = new URL(url);
  const origin = env().PUBLIC_URL ?? `${overTls ? "https" : "http"}://${headers.get("host")}`;
  const known = URL.canParse(origin) ? new URL(pathname + search, origin) : url;
  return new NextRequest(known, { method, headers, ...(body !== "" && { body }) });
}
