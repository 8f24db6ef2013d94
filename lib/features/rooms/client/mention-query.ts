/** What is being mentioned at the caret: the letters after the @, and where the @ stands. */
export type MentionQuery = { text: string; start: number };

const BEFORE_CARET = /(?:^|[\s([{"'])@([A-Za-z0-9._-]{0,30})$/;

/** The mention that is being typed right before the caret, if any. */
export function mentionAt(text: string, caret: number): MentionQuery | undefined {
  const typed = BEFORE_CARET.exec(text.slice(0, caret))?.[1];
  return typed === undefined ? undefined : { text: typed, start: caret - typed.length - 1 };
}

/** Puts a whole mention where it was being typed. Answers the new text and where the caret goes. */
export function completeMention(text: string, caret: number, query: MentionQuery, username: string) {
  const inserted = `@${username} `;
  const rest = text.slice(caret).replace(/^ /, "");
  return { text: text.slice(0, query.start) + inserted + rest, caret: query.start + inserted.length };
}
