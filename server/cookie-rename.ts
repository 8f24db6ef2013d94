import type { IncomingMessage, ServerResponse } from "node:http";
import { cookieName, isSecureCookie } from "@/lib/core/engine/sessions/cookie-name";
import { readCookie, SESSION_COOKIE } from "@/lib/core/engine/sessions/token";
import { isOverTls } from "@/lib/core/http/origin";
import { env } from "@/lib/kit/env";

const SECURE_NAME = cookieName(SESSION_COOKIE, true);

/** A session cookie under its old name; renewed where the browser has the new one too. */
type OldCookie = { token: string; isRenewed: boolean };

/**
 * Up to 0.1 the session cookie had one name, over TLS and without it; until 0.3 that is taken too. Whoever comes over TLS with the old one is shown to
 * Next under the new one; answers what `rewriteCookie` needs to do so in the browser.
 */
export function renameCookie(req: IncomingMessage): OldCookie | undefined {
  const { cookie } = req.headers;
  const get = (name: string) => req.headers[name]?.toString() ?? null;
  if (!cookie || !isSecureCookie(isOverTls({ get }))) return undefined;
  const token = readCookie(cookie, SESSION_COOKIE);
  if (!token) return undefined;
  const isRenewed = readCookie(cookie, SECURE_NAME) !== undefined;
  if (!isRenewed) req.headers.cookie = `${cookie}; ${SECURE_NAME}=${token}`;
  return { token, isRenewed };
}

/** Gives the browser its session under the new name where it has none, and takes the old one away. */
export function rewriteCookie(res: ServerResponse, { token, isRenewed }: OldCookie): void {
  const { SESSION_COOKIE_HTTPONLY, SESSION_COOKIE_SAMESITE, PERMANENT_SESSION_LIFETIME } = env();
  const flags = `Path=/; Secure; SameSite=${SESSION_COOKIE_SAMESITE}${SESSION_COOKIE_HTTPONLY ? "; HttpOnly" : ""}`;
  const renewed = `${SECURE_NAME}=${token}; Max-Age=${PERMANENT_SESSION_LIFETIME}; ${flags}`;
  if (!isRenewed) res.appendHeader("Set-Cookie", renewed);
  res.appendHeader("Set-Cookie", `${SESSION_COOKIE}=; Max-Age=0; ${flags}`);
}
