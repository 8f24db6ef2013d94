import NextAuth, { CredentialsSignin } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { signIn as startSession } from "@/lib/core/accounts/sign-in";
import { anonymous, makeContext } from "@/lib/core/http/context";
import { originOf } from "@/lib/core/http/origin";
import { actorOfSession } from "@/lib/core/sessions/actor";
import { signOut as endOwnSession } from "@/lib/core/sessions/end-session";
import { SESSION_COOKIE, secretKey } from "@/lib/core/sessions/token";
import { env } from "@/lib/kit/env";
import { log } from "@/lib/kit/log";
import { isAppError } from "@/lib/shared/errors";

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
  basePath: "/api/auth",
  pages: { signIn: "/login", signOut: "/login", error: "/login" },
  session: { strategy: "jwt", maxAge: env().PERMANENT_SESSION_LIFETIME },
  cookies: { sessionToken: { name: SESSION_COOKIE, options: cookieOptions() } },
  logger: {
    error: (error) => log().debug({ err: error }, "next-auth"),
    warn: (code) => log().debug({ code }, "next-auth"),
    debug: () => undefined,
  },
  providers: [
    Credentials({
      credentials: { username: {}, password: { type: "password" }, code: {} },
      authorize: async (given, request) => {
        const ctx = makeContext(anonymous, originOf(request.headers));
        try {
          const { username, password, code } = given as { username: string; password: string; code?: string };
          const started = await startSession(ctx, { username, password, code });
          return { id: started.userId, sessionId: started.sessionId };
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
      const actor = await actorOfSession(message.token.sid);
      if (actor.kind === "member") await endOwnSession(makeContext(actor), {});
    },
  },
}));

function cookieOptions() {
  const { SESSION_COOKIE_SECURE, SESSION_COOKIE_HTTPONLY, SESSION_COOKIE_SAMESITE, PUBLIC_URL } = env();
  const overTls = PUBLIC_URL?.startsWith("https://") ?? false;
  return {
    httpOnly: SESSION_COOKIE_HTTPONLY,
    sameSite: SESSION_COOKIE_SAMESITE,
    secure: SESSION_COOKIE_SECURE === "auto" ? overTls : SESSION_COOKIE_SECURE === "true",
    path: "/",
  };
}
