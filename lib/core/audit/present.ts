import { z } from "zod";
import type { EntryRow } from "@/lib/core/engine/audit/store";
import type { PublicUser } from "@/lib/core/members/schemas";
import { findMembers } from "@/lib/core/members/store";
import { AuditView } from "./schemas";

const Kind = AuditView.shape.actor.shape.kind;
const isId = (text: string): boolean => z.uuid().safeParse(text).success;

/** The members that entries are about, by id; those who left are missing. */
export function membersOf(rows: EntryRow[]): Promise<Map<string, PublicUser>> {
  const ids = rows.flatMap(({ actorId, onBehalfOf, targetKind, targetId }) => [
    ...(actorId ? [actorId] : []),
    ...(onBehalfOf ? [onBehalfOf] : []),
    ...(targetKind === "member" && isId(targetId) ? [targetId] : []),
  ]);
  return findMembers([...new Set(ids)]);
}

export function presentEntry(row: EntryRow, members: Map<string, PublicUser>): AuditView {
  const { position, at, actorKind, actorId, actorName, onBehalfOf, ip, action, targetKind, targetId } = row;
  const member = (id: string | null) => (id !== null && members.get(id)) || null;
  return {
    position,
    at: at.toISOString(),
    actor: { kind: Kind.catch("anonymous").parse(actorKind), id: actorId, name: actorName, member: member(actorId) },
    onBehalfOf: onBehalfOf === null ? null : { id: onBehalfOf, member: member(onBehalfOf) },
    ip,
    action,
    target: { kind: targetKind, id: targetId, member: targetKind === "member" ? member(targetId) : null },
    before: factsOf(row.before),
    after: factsOf(row.after),
    previousHash: row.previousHash,
    hash: row.hash,
  };
}

const factsOf = (value: unknown): AuditView["before"] => AuditView.shape.before.catch(null).parse(value);
