import type { Decision } from "@/lib/kit/limiter/decision";
import { type Logger, log } from "@/lib/kit/log";
import { fail } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";

export type Role = "user" | "admin";

export type Anonymous = { kind: "anonymous" };

/** What a token allows: a resource and an action, `rooms:write` or `admin:audit:read` (see verb/scope.ts). */
export type Scope = `${string}:${"read" | "write"}`;

/** A browser that is signed in. */
export type BySession = { kind: "session"; sessionId: string };
/** A program that a member gave a part of their rights. */
export type ByToken = { kind: "token"; tokenId: string; scopes: readonly Scope[] };

/** A member, as the session or the token says at this moment. */
export type Member<V extends BySession | ByToken = BySession | ByToken> = {
  kind: "member";
  id: string;
  username: string;
  displayName: string;
  role: Role;
  via: V;
};
/** A member whose own browser asks: what only a session may do asks for this one. */
export type SessionMember = Member<BySession>;

/**
 * Someone without an account who has a seat in something, such as a quiz: nobody to the rest of the instance. A guest counts
 * by the seat: limits hold the seat, the audit chain names it, and activity is no member's.
 */
export type Guest = {
  kind: "guest";
  /** Of the seat; never a member's. */
  id: string;
  /** What the seat is in: the feature's word for it, and which one. */
  seat: { kind: string; id: string };
  /** What the guest wants to be called. */
  name: string;
};

/** Throng itself: a task or a command. It may what an admin may. */
export type System = { kind: "system"; name: string };
export type Actor = Anonymous | Guest | Member | System;

/** Who asks, from where, and what was decided about it so far. Every verb takes one first. */
export type Ctx<A extends Actor = Actor> = {
  actor: A;
  requestId: string;
  /** The client's IP in normal spelling, empty for the system. */
  ip: string;
  userAgent: string;
  log: Logger;
  /** Rate limit decisions of this request, for its headers or acknowledgement. */
  limits: Decision[];
  /** RateLimitMap under which the door has counted this request already: verbs do not count it again. */
  counted?: readonly string[];
};

export const anonymous: Anonymous = { kind: "anonymous" };

export type Origin = { requestId: string; ip: string; userAgent: string };

/** A context for `actor` asking from `origin`. */
export function makeContext<A extends Actor>(actor: A, origin: Partial<Origin> = {}): Ctx<A> {
  const requestId = origin.requestId ?? newId();
  return {
    actor,
    requestId,
    ip: origin.ip ?? "",
    userAgent: origin.userAgent ?? "",
    get log() {
      return log().child({ requestId });
    },
    limits: [],
  };
}

/** The context of a task or command called `name`. */
export const systemContext = (name: string): Ctx<System> => makeContext({ kind: "system", name });

/** The same request as `ctx`, with `actor` as who asks. */
export const withActor = <A extends Actor>(ctx: Ctx, actor: A): Ctx<A> => ({
  actor,
  requestId: ctx.requestId,
  ip: ctx.ip,
  userAgent: ctx.userAgent,
  get log() {
    return ctx.log;
  },
  limits: ctx.limits,
  counted: ctx.counted,
});

export function isAdmin(actor: Actor): boolean {
  return actor.kind === "system" || (actor.kind === "member" && actor.role === "admin");
}

/**
 * The member id that `ref` ("me" or an id) stands for, where only that member may pass.
 * @throws not_found for another member's id
 */
export function ownId(ctx: Ctx<Member>, ref: string): string {
  const id = ref === "me" ? ctx.actor.id : ref;
  return id === ctx.actor.id ? id : fail("not_found");
}

/**
 * The member id that `ref` stands for, where that member and admins may pass.
 * @throws not_found for another member's id
 */
export function ownOrAdminId(ctx: Ctx<Member>, ref: string): string {
  const id = ref === "me" ? ctx.actor.id : ref;
  return id === ctx.actor.id || isAdmin(ctx.actor) ? id : fail("not_found");
}
