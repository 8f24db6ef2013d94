import type { Ctx } from "@/lib/core/http/context";
import type { Db } from "@/lib/kit/db";
import { hashOf, type Link } from "./chain";
import { appendLink, lockHead } from "./store";

/** What changed, without secrets. Dates become text, and what is undefined is left out. */
type Facts = Record<string, string | number | boolean | Date | null | undefined | string[]>;

export type AuditEvent = {
  /** Room and what happened, e.g. `account.role_changed`. */
  action: string;
  target: { kind: string; id: string };
  before?: Facts;
  after?: Facts;
  /** Whose thing it was, where the target is not that member: an admin acts on their behalf. */
  onBehalfOf?: string | null;
  /** Who acted, where the context does not say: whoever signs in or shows a one-time link. */
  actorId?: string;
};

/**
 * Writes an event into the audit chain, inside the transaction that brings it about: both are there or neither. Until
 * that transaction ends every other one that audits waits, so call it last.
 */
export async function audit(tx: Db, ctx: Ctx, event: AuditEvent): Promise<void> {
  const head = await lockHead(tx);
  const link: Link = {
    position: head.position + 1,
    at: new Date(),
    ...actorOf(ctx, event),
    address: ctx.address,
    action: event.action,
    targetKind: event.target.kind,
    targetId: event.target.id,
    before: factsOf(event.before),
    after: factsOf(event.after),
    previousHash: head.hash,
  };
  await appendLink(tx, link, hashOf(link));
}

/** An admin who acts on what belongs to a member does so on that member's behalf. */
function actorOf({ actor }: Ctx, { actorId, target, onBehalfOf: owner = null }: AuditEvent) {
  const concerns = target.kind === "member" ? target.id : owner;
  if (actor.kind === "system") {
    return { actorKind: "system", actorId: null, actorName: actor.name.slice(0, 60), onBehalfOf: concerns };
  }
  const id = actorId ?? (actor.kind === "member" ? actor.id : null);
  const onBehalfOf = concerns === id ? null : concerns;
  return { actorKind: id === null ? "stranger" : "member", actorId: id, actorName: null, onBehalfOf };
}

const factsOf = (facts: Facts | undefined): unknown =>
  facts === undefined ? null : (JSON.parse(JSON.stringify(facts)) as unknown);
