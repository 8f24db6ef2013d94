import type { Incoming } from "./incoming";

/** Whether who asks says that they have what has these headers (RFC 9110, section 13.2.2): a tag counts before a date. */
export function hasAlready(
  { method, headers: asked }: Pick<Incoming, "method" | "headers">,
  own: Readonly<Record<string, string>>,
): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  const tags = asked.get("if-none-match");
  if (tags !== null) return own.etag !== undefined && (tags.trim() === "*" || tagsOf(tags).includes(bare(own.etag)));
  const since = Date.parse(asked.get("if-modified-since") ?? "");
  return own["last-modified"] !== undefined && Date.parse(own["last-modified"]) <= since;
}

/** Tags are compared weakly: without what says that two answers need not be the same in every byte. */
const bare = (tag: string): string => tag.trim().replace(/^W\//, "");

const tagsOf = (list: string): string[] => (list.match(/(?:W\/)?"[^"]*"/g) ?? []).map(bare);
