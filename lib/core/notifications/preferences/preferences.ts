import { type Ctx, ownId } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { rescheduleDeliveries } from "@/lib/core/notifications/delivery/reschedule";
import { lockMember } from "@/lib/core/notifications/inbox/lock-member";
import {
  type Channels,
  defaultChannels,
  isLocked,
  kindOf,
  type NotificationType,
  notificationTypes,
} from "@/lib/core/notifications/types";
import { defineVerb } from "@/lib/core/verb/verb";
import { type Db, db } from "@/lib/kit/db";
import { type Tx, transact } from "@/lib/kit/transact";
import {
  ChangePreferencesInput,
  Channel,
  Digest,
  GetPreferencesInput,
  NotificationPreferences,
} from "./preferences-schemas";
import { channelsOf, StoredChoices } from "./profile";

type Row = { choices: unknown; quietFrom: number | null; quietTo: number | null; digest: string; version: number };

/** As it is for whoever chose nothing. */
const NO_ROW: Row = { choices: {}, quietFrom: null, quietTo: null, digest: "none", version: 1 };

const toMinutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const toTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

const readRow = async (tx: Db, userId: string): Promise<Row> =>
  (await tx.notificationPreferences.findUnique({ where: { userId } })) ?? NO_ROW;

const storedOf = ({ choices }: Row): StoredChoices => StoredChoices.parse(choices);

function present(row: Row): NotificationPreferences {
  const stored = storedOf(row);
  const { quietFrom, quietTo, digest, version } = row;
  return {
    choices: allChoices(stored),
    locked: Object.fromEntries(notificationTypes().map((type) => [type, [...(kindOf(type).locked ?? [])]])),
    quietHours: quietFrom === null || quietTo === null ? null : { from: toTime(quietFrom), to: toTime(quietTo) },
    digest: Digest.parse(digest),
    version,
  };
}

const allChoices = (stored: StoredChoices): Record<NotificationType, Channels> =>
  Object.fromEntries(notificationTypes().map((type) => [type, channelsOf(stored, type)]));

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
  rateLimits: ["settings"],
  input: ChangePreferencesInput,
  output: NotificationPreferences,
  async run(ctx, { userId, choices = {}, quietHours, digest }) {
    const id = ownId(ctx, userId);
    const saved = await transact(async (tx) => {
      const row = await lockRow(tx, id);
      const data = {
        choices: withoutDefaults(storedOf(row), choices),
        ...(digest !== undefined && { digest }),
        ...(quietHours !== undefined && {
          quietFrom: quietHours && toMinutes(quietHours.from),
          quietTo: quietHours && toMinutes(quietHours.to),
        }),
      };
      return save(tx, ctx, id, row, data);
    });
    noteChange(ctx, id, saved.names);
    return saved.preferences;
  },
});

/** Switches all mails about notifications off that can be, of the member whose link was shown. */
export async function stopMails(ctx: Ctx, userId: string): Promise<void> {
  const may = notificationTypes().filter((type) => !isLocked(type, "email"));
  const off = Object.fromEntries(may.map((type) => [type, { email: false }]));
  const { names } = await transact(async (tx) => {
    const row = await lockRow(tx, userId);
    return save(tx, ctx, userId, row, { choices: withoutDefaults(storedOf(row), off) });
  });
  noteChange(ctx, userId, names);
}

type Data = { choices: StoredChoices; digest?: Digest; quietFrom?: number | null; quietTo?: number | null };

/** Stores what was chosen, moves what waits to its new time, and audits what is different now. */
async function save(tx: Tx, ctx: Ctx, userId: string, row: Row, data: Data) {
  const { names, ...facts } = changedOf(present(row), present({ ...row, ...data }));
  const update = { ...data, version: row.version + (names.length > 0 ? 1 : 0) };
  await tx.notificationPreferences.upsert({ where: { userId }, create: { userId, ...update }, update });
  await rescheduleDeliveries(tx.query, userId);
  const event = {
    action: "notifications.preferences_changed",
    target: { kind: "member", id: userId },
    actorId: userId,
  };
  if (names.length > 0) await audit(tx, ctx, { ...event, ...facts });
  return { preferences: present({ ...row, ...update }), names };
}

function noteChange(ctx: Ctx, userId: string, names: string[]): void {
  if (names.length === 0) return;
  track(ctx, { action: "settings_changed", userId, details: { names: names.join(", ").slice(0, 200) } });
  ctx.log.info({ event: "settings_changed", userId, names }, "notification preferences changed");
}

/** What of the preferences is different, by name: `mention.email`, `quietHours`, `digest`. */
function changedOf(before: NotificationPreferences, after: NotificationPreferences) {
  const [old, now] = [factsOf(before), factsOf(after)];
  const names = Object.keys(now).filter((name) => old[name] !== now[name]);
  const pick = (facts: Facts) => Object.fromEntries(names.map((name) => [name, facts[name]]));
  return { names, before: pick(old), after: pick(now) };
}

type Facts = Record<string, string | boolean | null>;

const factsOf = ({ choices, quietHours, digest }: NotificationPreferences): Facts => ({
  ...Object.fromEntries(
    Object.keys(choices).flatMap((type) =>
      Channel.options.map((channel) => [`${type}.${channel}`, choices[type]?.[channel] ?? null] as const),
    ),
  ),
  quietHours: quietHours && `${quietHours.from}-${quietHours.to}`,
  digest,
});

/** The row as it is stored; two changes at once come one after the other. */
async function lockRow(tx: Tx, userId: string): Promise<Row> {
  await lockMember(tx.query, userId);
  return readRow(tx, userId);
}

type Changes = Partial<Record<NotificationType, Partial<Channels>>>;

/** Only what differs from the defaults is stored, so that better defaults reach whoever chose nothing. */
function withoutDefaults(stored: StoredChoices, changes: Changes): StoredChoices {
  const result: StoredChoices = {};
  for (const type of notificationTypes()) {
    const wanted = { ...channelsOf(stored, type), ...changes[type] };
    const own = Channel.options.filter((channel) => wanted[channel] !== defaultChannels(type)[channel]);
    if (own.length > 0) result[type] = Object.fromEntries(own.map((channel) => [channel, wanted[channel]]));
  }
  return result;
}
