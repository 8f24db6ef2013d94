import { LRUCache } from "lru-cache";
import { decode } from "next-auth/jwt";
import { env } from "@/lib/kit/env";
import { remember } from "@/lib/kit/remember";

/** The session cookie. Its value is next-auth's encrypted JWT, and that carries only the session id. */
export const SESSION_COOKIE = "throng.session";

/** Decrypting costs about 0.1 ms, so the ids of tokens seen are kept: a token never changes its meaning. */
const decoded = () =>
  remember("session-tokens", () => new LRUCache<string, { sid: string; exp: number }>({ max: 50_000 }));

/** The session id inside a token, or undefined when it was not made here or has expired. */
export async function sessionIdOf(token: string): Promise<string | undefined> {
  const known = rememberedSessionId(token);
  if (known !== undefined || token.length > 2_000) return known;
  try {
    const claims = await decode({ token, secret: secretKey(), salt: SESSION_COOKIE });
    if (typeof claims?.sid !== "string" || typeof claims.exp !== "number") return undefined;
    decoded().set(token, { sid: claims.sid, exp: claims.exp });
    return claims.sid;
  } catch {
    return undefined;
  }
}

/** As `sessionIdOf`, at once, for a token that was seen before and has not expired. */
export function rememberedSessionId(token: string): string | undefined {
  const known = decoded().get(token);
  return known && known.exp * 1000 > Date.now() ? known.sid : undefined;
}

/** The key that cookies are encrypted with; the start has made one when none was given. */
export function secretKey(): string {
  const key = env().SECRET_KEY;
  if (!key) throw new Error("SECRET_KEY is not known yet: the start sets it before anything asks.");
  return key;
}

/** The value of cookie `name` in a Cookie header. */
export function readCookie(header: string | null | undefined, name: string): string | undefined {
  if (!header) return undefined;
  for (const part of header.split(";")) {
    const cut = part.indexOf("=");
    if (cut > 0 && part.slice(0, cut).trim() === name) return part.slice(cut + 1).trim();
  }
  return undefined;
}
