import type { Scope } from "@/lib/core/context";

/** Who may call a verb: no one but a guest's or member's own access, an admin's, or a browser that is signed in. */
export type Access = "anyone" | "guest" | "member" | "admin";

type Asking = {
  readonly verb: string;
  readonly access: Access;
  readonly reads: boolean;
  readonly needsSession: boolean;
};

/**
 * The scope that a token must hold to call a verb, from its name and whether it reads: `rooms.postMessage` asks for
 * `rooms:write`, an admin's `audit.list` for `admin:audit:read`. Undefined where anyone may call it, or no token at all.
 */
export function scopeOf({ verb, access, reads, needsSession }: Asking): Scope | undefined {
  if (access === "anyone" || needsSession) return undefined;
  const resource = verb.slice(0, verb.indexOf(".")).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return `${access === "admin" ? "admin:" : ""}${resource}:${actionOf({ reads })}`;
}

/** Every scope that these verbs ask for, once and in order. */
export const scopesOf = (verbs: Iterable<Asking>): Scope[] =>
  [...new Set([...verbs].flatMap((verb) => scopeOf(verb) ?? []))].toSorted();

/**
 * Whether a token that holds `scopes` speaks for an admin as one, beyond what the verb asks of every member, such as in
 * someone else's account: a scope for an admin's reading, or writing, says so. Else its owner is a member like all others.
 */
export const actsAsAdmin = (scopes: readonly Scope[], verb: Pick<Asking, "reads">): boolean =>
  scopes.some((scope) => scope.startsWith("admin:") && scope.endsWith(`:${actionOf(verb)}`));

const actionOf = ({ reads }: Pick<Asking, "reads">): "read" | "write" => (reads ? "read" : "write");
