import {
  type Actor,
  type ByToken,
  type Ctx,
  type Guest,
  isAdmin,
  type Member,
  type SessionMember,
  type System,
  withActor,
} from "@/lib/core/context";
import { fail } from "@/lib/shared/errors";
import { type Access, actsAsAdmin, scopeOf } from "./scope";

/** What of a verb decides who may call it. */
export type Rule<A extends Access = Access> = {
  readonly verb: string;
  readonly access: A;
  readonly reads: boolean;
  readonly needsSession: boolean;
};

type Allowed = { anyone: Actor; guest: Guest | Member; member: Member; admin: Member | System };
/** Who is let in, with the members among them reduced to those in a session. */
type InSession<A extends Actor> = A extends Member ? SessionMember : A;

/** Who `run` of a verb can meet. */
export type ActorOf<A extends Access, S extends boolean> = S extends true ? InSession<Allowed[A]> : Allowed[A];

/**
 * The context as the rule types it; for a token, that of a member who is an admin only where its scopes say so.
 * @throws unauthenticated, forbidden
 */
export function admit<A extends Access, S extends boolean>(ctx: Ctx, rule: Rule<A>): Ctx<ActorOf<A, S>> {
  const { actor } = ctx;
  if (rule.access !== "anyone") refuseOthers(actor, rule.access);
  const admitted =
    actor.kind === "member" && actor.via.kind === "token" ? admitToken(ctx, actor, actor.via, rule) : ctx;
  return admitted as Ctx<ActorOf<A, S>>;
}

function refuseOthers(actor: Actor, access: Exclude<Access, "anyone">): void {
  if (actor.kind === "anonymous") fail("unauthenticated");
  if (actor.kind === "guest" && access !== "guest") fail("forbidden", "A guest may not do this: sign in for it.");
  if (actor.kind === "system" && access !== "admin") fail("forbidden");
  if (access === "admin" && !isAdmin(actor)) fail("forbidden");
}

function admitToken(ctx: Ctx, actor: Member, { scopes }: ByToken, rule: Rule): Ctx {
  if (rule.needsSession) fail("forbidden", "A token may not do this: sign in with a browser for it.");
  const scope = scopeOf(rule);
  if (scope && !scopes.includes(scope)) fail("forbidden", `This token does not have the scope ${scope}.`);
  if (actor.role === "user" || actsAsAdmin(scopes, rule)) return ctx;
  return withActor(ctx, { ...actor, role: "user" });
}
