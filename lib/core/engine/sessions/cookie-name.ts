import { env } from "@/lib/kit/env";
import { readCookie } from "./token";

/** Whether cookies are for TLS alone, as SESSION_COOKIE_SECURE says, or else how the client came. */
export function isSecureCookie(overTls: boolean): boolean {
  const { SESSION_COOKIE_SECURE } = env();
  return SESSION_COOKIE_SECURE === "auto" ? overTls : SESSION_COOKIE_SECURE === "true";
}

/** The name of a cookie: over TLS one that no other host, and nobody on the way, can set (RFC 6265bis, 4.1.3.2). */
export const cookieName = (name: string, secure: boolean): string => (secure ? `__Host-${name}` : name);

/** The value of cookie `name` in a Cookie header, under the name for TLS or, as before there was one, without it. */
export const readOwnCookie = (header: string | null | undefined, name: string): string | undefined =>
  readCookie(header, cookieName(name, true)) ?? readCookie(header, name);
