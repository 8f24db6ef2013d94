/** People one message may mention. */
const MENTIONS_MAX = 20;

/** An @ that no word or email leads up to, then a user name. */
const MENTION = /(?<![\p{L}\p{N}_.@/-])@([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)/gu;

/** The user names that a message mentions, each once in lower case, at most 20. */
export function mentionedNames(body: string): string[] {
  if (!body.includes("@")) return [];
  const names = new Set<string>();
  for (const [, name = ""] of body.matchAll(MENTION)) {
    if (name.length >= 3 && name.length <= 30) names.add(name.toLowerCase());
    if (names.size === MENTIONS_MAX) break;
  }
  return [...names];
}
