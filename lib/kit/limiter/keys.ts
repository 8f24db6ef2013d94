import { hash } from "node:crypto";

/** What all keys of the limiter `name` begin with. */
export const prefixOf = (name: string): string => `throng:limit:${name}`;

/** `key` as stores see it: each of its parts, joined by "|", hashed. */
export function idOf(key: string): string {
  if (!key.includes("|")) return hash("sha256", key, "base64url");
  return key
    .split("|")
    .map((part) => hash("sha256", part, "base64url"))
    .join(":");
}
