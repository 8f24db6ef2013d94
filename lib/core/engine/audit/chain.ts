import { createHash } from "node:crypto";

/** A link of the chain as its hash sees it: every column but the hash itself. */
export type Link = {
  position: number;
  at: Date;
  actorKind: string;
  actorId: string | null;
  actorName: string | null;
  onBehalfOf: string | null;
  ip: string;
  action: string;
  targetKind: string;
  targetId: string;
  before: unknown;
  after: unknown;
  previousHash: string;
};

/** What stands before the first link. */
export const GENESIS = "0".repeat(64);

/** The hash of a link, 64 hexadecimal digits. It covers the previous link's, and so everything before it. */
export function hashOf(link: Link): string {
  const columns = [
    link.position,
    // A time that PostgreSQL knows and JavaScript doesn't, such as infinity, must not stop a verification.
    link.at instanceof Date ? link.at.toISOString() : String(link.at),
    link.actorKind,
    link.actorId,
    link.actorName,
    link.onBehalfOf,
    link.ip,
    link.action,
    link.targetKind,
    link.targetId,
    link.before ?? null,
    link.after ?? null,
    link.previousHash,
  ];
  return createHash("sha256")
    .update(JSON.stringify(columns.map(inOrder)))
    .digest("hex");
}

/** The same JSON with the keys of every object in order: PostgreSQL gives them back in another one. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}
