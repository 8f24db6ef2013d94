import { cookies } from "next/headers";
import NextAuth, { CredentialsSignin } from "next-auth";
import { decode, encode } from "next-auth/jwt";
import Credentials from "next-auth/providers/credentials";
import { DEVICE_COOKIE, DEVICE_LIFE_S } from "@/lib/core/accounts/sign-in/device-token";
import { signIn as startSession } from "@/lib/core/accounts/sign-in/sign-in";
import { makeContext } from "@/lib/core/context";
import { actorOfSession } from "@/lib/core/engine/sessions/actor";
import { cookieName, isSecureCookie, readOwnCookie } from "@/lib/core/engine/sessions/cookie-name";
import { SESSION_COOKIE, secretKey } from "@/lib/core/engine/sessions/token";
import { signOut as endOwnSession } from "@/lib/core/sessions/end-session";
import { env } from "@/lib/kit/env";
import { log } from "@/lib/kit/log";
import { isAppError } from "@/lib/shared/errors";
import { currentVisit, keepRefusal } from "./auth-visit";

type Given = { username: string; password: string; code?: string };

/** A refused sign-in, carrying the code of the refusal to whoever asked. */
class Refused extends CredentialsSignin {
  constructor(code: string) {
    super();
    this.code = code;
  }
}

/**
 * next-auth with name and password. Its JWT carries only the id of a session row; whether that session lives is asked
 * on every request (lib/core/sessions/actor.ts).
 */
export const { handlers, signIn, signOut } = NextAuth(() => ({
  secret: secretKey(),
  trustHost: true,
  useSecureCookies: isSecure(),
  basePath: "/api/auth",
  pages: { signIn: "/login", signOut: "/login", error: "/login" },
  session: { strategy: "jwt", maxAge: env().PERMANENT_SESSION_LIFETIME },
  cookies: { sessionToken: { name: cookieName(SESSION_COOKIE, isSecure()), options: cookieOptions() } },
  // next-auth takes the name of the cookie, which is another one over TLS.
  jwt: {
    encode: (given) => encode({ ...given, salt: SESSION_COOKIE }),
    decode: (given) => decode({ ...given, salt: SESSION_COOKIE }),
  },
  logger: {
    error: (error) => log().debug({ err: error }, "next-auth"),
    warn: (code) => log().debug({ code }, "next-auth"),
    debug: () => undefined,
  },
  providers: [
    Credentials({
      credentials: { username: {}, password: { type: "password" }, code: {} },
      authorize: async (given, request) => {
        try {
          return await keepRefusal(() => authorize(given as Given, request.headers.get("cookie")));
        } catch (error) {
          throw new Refused(isAppError(error) ? error.code : "internal");
        }
      },
    }),
  ],
  callbacks: {
    jwt: ({ token, user }) => ({ sid: user && "sessionId" in user ? user.sessionId : token.sid }),
    session: async ({ token }) => {
      const actor = await actorOfSession(String(token.sid));
      const user = actor.kind === "member" ? { id: actor.id, name: actor.displayName, email: "" } : undefined;
      return { user, expires: new Date((token.exp ?? 0) * 1000).toISOString() };
    },
  },
  events: {
    signOut: async (message) => {
      if (!("token" in message) || typeof message.token?.sid !== "string") return;
      const { sid } = message.token;
      await keepRefusal(() => endSession(sid));
    },
  },
}));

async function authorize({ username, password, code }: Given, cookie: string | null) {
  const input = { username, password, code, device: readOwnCookie(cookie, DEVICE_COOKIE) };
  const { userId, sessionId, device } = await startSession(currentVisit().ctx, input);
  const name = cookieName(DEVICE_COOKIE, isSecure());
  (await cookies()).set(name, device, { ...cookieOptions(), httpOnly: true, maxAge: DEVICE_LIFE_S });
  return { id: userId, sessionId };
}

async function endSession(sessionId: string): Promise<void> {
  const actor = await actorOfSession(sessionId);
  if (actor.kind === "member") await endOwnSession(makeContext(actor, currentVisit().ctx), {});
}

function cookieOptions() {
  const { SESSION_COOKIE_HTTPONLY, SESSION_COOKIE_SAMESITE } = env();
  return { httpOnly: SESSION_COOKIE_HTTPONLY, sameSite: SESSION_COOKIE_SAMESITE, secure: isSecure(), path: "/" };
}

const isSecure = (): boolean => isSecureCookie(currentVisit().overTls);
