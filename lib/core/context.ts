import type { Decision } from "@/lib/kit/limiter/decision";
import { type Logger, log } from "@/lib/kit/log";
import { fail } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";

export type Role = "user" | "admin";

export type Anonymous = { kind: "anonymous" };
/** A signed-in member, as the session says at this moment. */
export type Member = {
  kind: "member";
  id: string;
  username: string;
  displayName: string;
  role: Role;
  sessionId: string;
};
/** Throng itself: a task or a command. It may what an admin may. */
export type System = { kind: "system"; name: string };
export type Actor = Anonymous | Member | System;

/** Who asks, from where, and what was decided about it so far. Every verb takes one first. */
export type Ctx<A extends Actor = Actor> = {
  actor: A;
  requestId: string;
  /** The client's address in normal spelling, empty for the system. */
  address: string;
  userAgent: string;
  log: Logger;
  /** Rate limit decisions of this request, for its headers or acknowledgement. */
  limits: Decision[];
  /** Policies under which the door has counted this request already: verbs do not count it again. */
  counted?: readonly string[];
};

export const anonymous: Anonymous = { kind: "anonymous" };

export type Origin = { requestId: string; address: string; userAgent: string };

/** A context for `actor` asking from `origin`. */
export function makeContext<A extends Actor>(actor: A, origin: Partial<Origin> = {}): Ctx<A> {
  const requestId = origin.requestId ?? newId();
  return {
    actor,
    requestId,
    address: origin.address ?? "",
    userAgent: origin.userAgent ?? "",
    get log() {
      return log().child({ requestId });
    },
    limits: [],
  };
}

/** The context of a task or command called `name`. */
export const systemContext = (name: string): Ctx<System> => makeContext({ kind: "system", name });

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
