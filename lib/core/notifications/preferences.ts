import { ownId } from "@/lib/core/http/context";
import { defineVerb } from "@/lib/core/http/verb";
import { type Db, db, queryIn } from "@/lib/kit/db";
import {
  ChangePreferencesInput,
  Channel,
  type Channels,
  DEFAULT_CHOICES,
  Digest,
  GetPreferencesInput,
  NotificationPreferences,
} from "./preferences-schemas";
import { channelsOf, StoredChoices } from "./profile";
import { rescheduleDeliveries } from "./reschedule";
import { NotificationType } from "./schemas";

type Row = { choices: unknown; quietFrom: number | null; quietTo: number | null; digest: string };

const toMinutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const toTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

const readRow = (tx: Db, userId: string): Promise<Row | null> =>
  tx.notificationPreferences.findUnique({ where: { userId } });

function present(row: Row | null): NotificationPreferences {
  const stored = StoredChoices.parse(row?.choices ?? {});
  const { mention, invitation, listing, quiz_result, account, security, announcement } = allChoices(stored);
  const { quietFrom = null, quietTo = null } = row ?? {};
  return {
    choices: { mention, invitation, listing, quiz_result, account, security, announcement },
    quietHours: quietFrom === null || quietTo === null ? null : { from: toTime(quietFrom), to: toTime(quietTo) },
    digest: Digest.parse(row?.digest ?? "none"),
  };
}

const allChoices = (stored: StoredChoices): Record<NotificationType, Channels> => ({
  mention: channelsOf(stored, "mention"),
  invitation: channelsOf(stored, "invitation"),
  listing: channelsOf(stored, "listing"),
  quiz_result: channelsOf(stored, "quiz_result"),
  account: channelsOf(stored, "account"),
  security: channelsOf(stored, "security"),
  announcement: channelsOf(stored, "announcement"),
});

/** What one chose about being told, defaults filled in. Errors: not_found. */
export const getPreferences = defineVerb({
  name: "notifications.getPreferences",
  access: "member",
  reads: true,
  input: GetPreferencesInput,
  output: NotificationPreferences,
  run: async (ctx, { userId }) => present(await readRow(db(), ownId(ctx, userId))),
});

/**
 * Changes the choices that are named and answers all of them; what waits already is sent by the new ones.
 * Errors: not_found, invalid_input, rate_limited.
 */
export const changePreferences = defineVerb({
  name: "notifications.changePreferences",
  access: "member",
  policies: ["settings"],
  input: ChangePreferencesInput,
  output: NotificationPreferences,
  async run(ctx, { userId, choices = {}, quietHours, digest }) {
    const id = ownId(ctx, userId);
    return db().$transaction(async (tx) => {
      const stored = await lockedChoices(tx, id);
      const data = {
        choices: withoutDefaults(stored, choices),
        digest,
        ...(quietHours !== undefined && {
          quietFrom: quietHours && toMinutes(quietHours.from),
          quietTo: quietHours && toMinutes(quietHours.to),
        }),
      };
      await tx.notificationPreferences.upsert({ where: { userId: id }, create: { userId: id, ...data }, update: data });
      await rescheduleDeliveries(queryIn(tx), id);
      return present(await readRow(tx, id));
    });
  },
});

/** Switches all mails about notifications off that can be. */
export const stopMails = (userId: string): Promise<void> =>
  db().$transaction(async (tx) => {
    const off = Object.fromEntries(NotificationType.options.map((type) => [type, { email: false }]));
    const choices = withoutDefaults(await lockedChoices(tx, userId), { ...off, security: {} });
    const create = { userId, choices };
    await tx.notificationPreferences.upsert({ where: { userId }, create, update: { choices } });
  });

/** The stored choices; two changes at once come one after the other. */
async function lockedChoices(tx: Db, userId: string): Promise<StoredChoices> {
  await tx.$executeRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
  return StoredChoices.parse((await readRow(tx, userId))?.choices ?? {});
}

type Changes = Partial<Record<NotificationType, Partial<Channels>>>;

/** Only what differs from the defaults is stored, so that better defaults reach whoever chose nothing. */
function withoutDefaults(stored: StoredChoices, changes: Changes): StoredChoices {
  const result: StoredChoices = {};
  for (const type of NotificationType.options) {
    const wanted = { ...channelsOf(stored, type), ...changes[type] };
    const own = Channel.options.filter((channel) => wanted[channel] !== DEFAULT_CHOICES[type][channel]);
    if (own.length > 0) result[type] = Object.fromEntries(own.map((channel) => [channel, wanted[channel]]));
  }
  return result;
}
