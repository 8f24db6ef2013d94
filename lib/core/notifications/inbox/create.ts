import { planDeliveries } from "@/lib/core/notifications/delivery/plan-deliveries";
import { type Profile, readProfiles, skippedChannels } from "@/lib/core/notifications/preferences/profile";
import { COLUMNS, type NotificationRow, type StoredRow } from "@/lib/core/notifications/row";
import type { AfterCommit, HotTx } from "@/lib/kit/transact";
import { newId } from "@/lib/shared/ids";
import { publishNotifications } from "./publish";
import type { NotificationType } from "./schemas";

export type NotificationDraft = {
  userId: string;
  type: NotificationType;
  /** At most 200 characters are kept. */
  title: string;
  /** At most 500 characters are kept. */
  body: string;
  /** A path inside this instance. */
  url?: string;
  data?: Record<string, unknown>;
  expiresAt?: Date;
  /**
   * An unread one of the same type and place takes this one in: both become one, newest first, with a new number.
   * `phrase` is what follows the names of several people ("mentioned you in Kitchen"), or without `actor` their count.
   */
  merge?: { place: string; phrase: string; actor?: { id: string; name: string } };
  /** The mail about it is sent by whoever makes it. */
  hasOwnMail?: true;
  announcementId?: string;
};

/** How long one is kept that is not shown in the app, in milliseconds. */
const HIDDEN_MS = 30 * 86_400_000;
/** Of what was merged, so many are kept as they were, and so many people are told apart. */
const PARTS_MAX = 20;
const ACTORS_MAX = 200;

/**
 * Members are locked in the order of their ids, so that two senders never wait for each other. A merge key belongs to
 * one unread notification: whichever of two senders comes second finds it, and one that is being read loses it.
 */
const INSERT = `
  WITH draft AS (
    SELECT *, row_number() OVER (PARTITION BY user_id ORDER BY place)::int AS step
    FROM jsonb_to_recordset($1::jsonb) AS t (
      place int, id uuid, user_id uuid, type text, title text, body text, url text, data jsonb, expires_at timestamptz,
      shown boolean, merge_key text, phrase text, parts jsonb, actors jsonb, skipped jsonb, announcement_id uuid
    )
  ),
  wanted AS (SELECT user_id, count(*)::int AS count FROM draft GROUP BY user_id),
  member AS (SELECT id FROM users WHERE id = ANY (ARRAY(SELECT user_id FROM wanted)) ORDER BY id FOR NO KEY UPDATE),
  numbered AS (
    UPDATE users u SET notification_seq = u.notification_seq + wanted.count, notification_rev = u.notification_rev + 1
    FROM member JOIN wanted ON wanted.user_id = member.id
    WHERE u.id = member.id
    RETURNING u.id, u.notification_seq - wanted.count AS base
  )
  INSERT INTO notifications AS old (id, user_id, seq, type, title, body, url, data, expires_at, created_at, read, shown,
    merge_key, phrase, parts, actors, skipped, announcement_id)
  SELECT draft.id, user_id, base + step, type, title, body, url, data, expires_at, clock_timestamp(), NOT shown, shown,
    merge_key, phrase, parts, actors, skipped, announcement_id
  FROM draft JOIN numbered ON numbered.id = draft.user_id
  ON CONFLICT (merge_key) DO UPDATE SET
    seq = EXCLUDED.seq, title = EXCLUDED.title, body = EXCLUDED.body, url = EXCLUDED.url, data = EXCLUDED.data,
    expires_at = EXCLUDED.expires_at, created_at = EXCLUDED.created_at, phrase = EXCLUDED.phrase,
    skipped = EXCLUDED.skipped, merged = old.merged + 1,
    parts = (
      SELECT jsonb_agg(part ORDER BY n) FROM jsonb_array_elements(EXCLUDED.parts || old.parts)
        WITH ORDINALITY AS p (part, n) WHERE n <= ${PARTS_MAX}
    ),
    actors = (
      SELECT coalesce(jsonb_agg(actor ORDER BY n) FILTER (WHERE n <= ${ACTORS_MAX}), '[]')
      FROM jsonb_array_elements(EXCLUDED.actors || old.actors) WITH ORDINALITY AS a (actor, n)
      WHERE n = 1 OR actor ->> 'id' <> EXCLUDED.actors -> 0 ->> 'id'
    )
  RETURNING ${COLUMNS}, skipped`;

/**
 * Stores notifications inside a transaction, each with its member's next number, and answers them as stored. What goes by
 * mail or push is queued with them, and open pages are told after the commit. Call it last but for `audit` in the
 * transaction, since it holds the members' numbers until the commit.
 */
export async function createNotifications(
  tx: HotTx,
  afterCommit: AfterCommit,
  drafts: NotificationDraft[],
): Promise<NotificationRow[]> {
  const rows = await storeNotifications(tx, drafts);
  publishNotifications(afterCommit, rows);
  return rows;
}

/** As `createNotifications`, for who tells the members by other means. */
export async function storeNotifications({ query }: HotTx, drafts: NotificationDraft[]): Promise<NotificationRow[]> {
  if (drafts.length === 0) return [];
  const profiles = await readProfiles(query, [...new Set(drafts.map(({ userId }) => userId))]);
  const stored = new Map<string, StoredRow>();
  for (const wave of inWaves(drafts)) {
    const values = wave.flatMap((draft, place) => toValues(draft, place, profiles.get(draft.userId)));
    const rows = await query<StoredRow>("notifications.insert", INSERT, [JSON.stringify(values)]);
    for (const row of rows) stored.set(row.id, row);
  }
  const rows = [...stored.values()];
  await planDeliveries(query, rows, profiles, new Date());
  return rows;
}

const keyOf = ({ userId, type, merge }: NotificationDraft): string | null =>
  merge ? `${userId}:${type}:${merge.place}` : null;

/** One statement may touch a merged notification once: a second draft for the same one waits for the next statement. */
function inWaves(drafts: NotificationDraft[]): NotificationDraft[][] {
  const waves: NotificationDraft[][] = [];
  const seen = new Map<string, number>();
  let last = 0;
  for (const draft of drafts) {
    const key = keyOf(draft);
    const wave = key === null ? last : Math.max(last, seen.get(key) ?? 0);
    last = wave;
    waves[wave] ??= [];
    waves[wave].push(draft);
    if (key !== null) seen.set(key, wave + 1);
  }
  return waves;
}

/** What the statement takes of a draft; nothing for a member who is gone. */
function toValues(draft: NotificationDraft, place: number, profile: Profile | undefined): object[] {
  if (!profile) return [];
  const { userId, type, url = null, data = {}, merge, hasOwnMail = false } = draft;
  const skipped = skippedChannels(profile, type, hasOwnMail);
  const shown = skipped.in_app === undefined;
  const [title, body] = [cut(draft.title, 200), cut(draft.body, 500)];
  return [
    {
      ...{ place, id: newId(), user_id: userId, type, title, body, url, data, shown, skipped },
      expires_at: draft.expiresAt ?? (shown ? null : new Date(Date.now() + HIDDEN_MS)),
      merge_key: shown ? keyOf(draft) : null,
      phrase: merge ? cut(merge.phrase, 200) : "",
      parts: merge ? [{ title, body, url, data, actorId: merge.actor?.id ?? null }] : [],
      actors: merge?.actor ? [merge.actor] : [],
      announcement_id: draft.announcementId ?? null,
    },
  ];
}

/** At most `max` characters, never half of one. */
function cut(text: string, max: number): string {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join("")}…`;
}
