import type { Actor, Ctx, System } from "@/lib/core/context";
import type { Query } from "@/lib/kit/db";
import { log } from "@/lib/kit/log";
import type { HotTx } from "@/lib/kit/transact";
import { hashOf, type Link } from "./chain";
import { entryText, headText, signer } from "./signature";
import { appendLink, type Head, lockHead } from "./store";

/** What changed, without secrets. Dates become text, and what is undefined is left out. */
/** What of a thing is another than before, by name. */
export type Facts = Record<string, string | number | boolean | Date | null | undefined | string[]>;

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
export async function audit({ query }: HotTx, ctx: Ctx, event: AuditEvent): Promise<void> {
  const head = await noteSignature(query, await lockHead(query));
  await append(query, head, {
    ...actorOf(ctx, event),
    ip: ctx.ip,
    action: event.action,
    targetKind: event.target.kind,
    targetId: event.target.id,
    before: factsOf(event.before),
    after: factsOf(event.after),
  });
}

async function append(query: Query, head: Head, entry: Omit<Link, "position" | "at" | "previousHash">): Promise<Head> {
  const link: Link = { ...entry, position: head.position + 1, at: new Date(), previousHash: head.hash };
  const hash = hashOf(link);
  const sign = signer()?.sign;
  const signed = { ...link, hash, signature: sign?.(entryText(hash)) ?? null };
  return appendLink(query, signed, sign?.(headText(signed)) ?? null);
}

/**
 * Whoever signs a new end vouches for what stands before it. If the head's own signature does not, the chain says so for ever:
 * else the next entry would make a cut or forged end look whole.
 */
async function noteSignature(query: Query, head: Head): Promise<Head> {
  const found = signer()?.check(head.signature, headText(head)) ?? "ours";
  if (found === "ours" || (found === "none" && head.position === 0)) return head;
  const action = SIGNATURE_NEWS[found];
  log().warn(
    { event: "audit_signature", action, position: head.position },
    "the signature of the audit log is not ours",
  );
  return append(query, head, {
    ...{ actorKind: "system", actorId: null, actorName: "audit.sign", onBehalfOf: null, ip: "" },
    ...{ action, targetKind: "audit_log", targetId: "all", before: null, after: { entries: head.position } },
  });
}

/** What the chain says of a head whose signature is not ours. */
export const SIGNATURE_NEWS = {
  none: "audit.sealed",
  foreign: "audit.key_changed",
  false: "audit.seal_broken",
} as const;

/**
 * An admin who acts on what belongs to a member does so on that member's behalf. What a token does is its member's doing;
 * of a guest the seat is named, and not what the guest wants to be called.
 */
function actorOf({ actor }: Ctx, { actorId, target, onBehalfOf: owner = null }: AuditEvent) {
  const concerns = target.kind === "member" ? target.id : owner;
  if (actor.kind === "system") {
    return { actorKind: "system", actorId: null, actorName: actor.name.slice(0, 60), onBehalfOf: concerns };
  }
  const id = actorId ?? ("id" in actor ? actor.id : null);
  const onBehalfOf = concerns === id ? null : concerns;
  return { actorKind: kindOf(actor, actorId), actorId: id, actorName: null, onBehalfOf };
}

function kindOf({ kind }: Exclude<Actor, System>, actorId: string | undefined): "member" | "guest" | "anonymous" {
  if (actorId !== undefined) return "member";
  return kind === "anonymous" ? "anonymous" : kind;
}

const factsOf = (facts: Facts | undefined): unknown =>
  facts === undefined ? null : (JSON.parse(JSON.stringify(facts)) as unknown);
