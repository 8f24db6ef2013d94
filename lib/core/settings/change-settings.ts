import { ownId } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit, type Facts } from "@/lib/core/engine/audit/audit";
import { defineVerb } from "@/lib/core/verb/verb";
import type { Db, Prisma } from "@/lib/kit/db";
import { transact } from "@/lib/kit/transact";
import { settingsHooks } from "./hooks";
import { forgetSettings, lockSettings, readSettings } from "./read-settings";
import { ChangeSettingsInput, DEFAULT_SETTINGS, Settings, type SettingsChanges } from "./schemas";

/** Changes the settings that are named and answers all of them. Errors: not_found, invalid_input, rate_limited. */
export const changeSettings = defineVerb({
  name: "settings.change",
  access: "member",
  rateLimits: ["settings"],
  input: ChangeSettingsInput,
  output: Settings,
  async run(ctx, { userId, ...changes }) {
    const id = ownId(ctx, userId);
    const names = namesOf(changes);
    await transact(async (tx, afterCommit) => {
      const known = await lockSettings(tx, id);
      afterCommit((committed) => forgetSettings(committed, id));
      for (const { changed } of settingsHooks.all())
        if (changed) afterCommit((committed) => changed(committed, id, changes));
      const [before, after] = [pick(known, names), pick(changes, names)];
      const isNews = names.some((name) => before[name] !== after[name]);
      await storeSettings(tx, id, known, changes, known.version + (isNews ? 1 : 0));
      for (const { inTransaction } of settingsHooks.all()) await inTransaction?.(tx.query, id, changes);
      await audit(tx, ctx, { action: "settings.changed", target: { kind: "member", id }, before, after });
    });
    track(ctx, { action: "settings_changed", details: { names: names.join(", ") } });
    ctx.log.info({ event: "settings_changed", userId: id, names }, "settings changed");
    return readSettings(id);
  },
});

async function storeSettings(
  tx: Db,
  userId: string,
  known: Settings,
  { features = {}, ...changes }: SettingsChanges,
  version: number,
): Promise<void> {
  const joined = Object.entries(features).map(([name, own]) => [name, { ...known.features[name], ...own }]);
  const data = {
    ...changes,
    version,
    ...(joined.length > 0 && { features: toJson({ ...known.features, ...Object.fromEntries(joined) }) }),
  };
  await tx.settings.upsert({ where: { userId }, create: { userId, ...DEFAULT_SETTINGS, ...data }, update: data });
}

/** Features' settings come from their schemas, which JSON gave. */
const toJson = (features: Settings["features"]) => features as Prisma.InputJsonObject;

/** The settings that are named, those of a feature as `rooms.showReadState`. */
const namesOf = ({ features = {}, ...own }: SettingsChanges): string[] => [
  ...Object.keys(own),
  ...Object.entries(features).flatMap(([feature, changes]) => Object.keys(changes).map((name) => `${feature}.${name}`)),
];

type Given = SettingsChanges | Settings;

/** The values of these settings as the audit log keeps them. */
function pick({ features = {}, ...own }: Given, names: string[]): Facts {
  const values: Record<string, unknown> = { ...own };
  for (const [feature, settings] of Object.entries(features))
    for (const [name, value] of Object.entries(settings)) values[`${feature}.${name}`] = value;
  return Object.fromEntries(names.map((name) => [name, factOf(values[name])]));
}

const factOf = (value: unknown): Facts[string] =>
  value === null || ["string", "number", "boolean", "undefined"].includes(typeof value)
    ? (value as Facts[string])
    : JSON.stringify(value);
