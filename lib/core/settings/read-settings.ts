import { z } from "zod";
import { cache } from "@/lib/kit/cache";
import { type Db, db } from "@/lib/kit/db";
import type { Committed } from "@/lib/kit/transact";
import { DEFAULT_SETTINGS, type Settings } from "./schemas";
import { featureSettingsPoint } from "./types";

const settings = cache<Settings>({ name: "settings", ttlMs: 5 * 60_000, max: 20_000 });

/** What a member chose, defaults filled in; from the cache. */
export const readSettings = async (userId: string): Promise<Settings> =>
  settings.peek(userId) ?? settings.get(userId, () => loadSettings(userId));

/** What a member chose, from the database; nobody else changes it until `tx` ends. */
export async function lockSettings(tx: Db, userId: string): Promise<Settings> {
  // The member's row: who changed nothing so far has no settings that could be locked.
  await tx.$queryRaw`SELECT 1 FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
  return loadSettings(userId, tx);
}

async function loadSettings(userId: string, from: Db = db()): Promise<Settings> {
  const row = await from.settings.findUnique({ where: { userId } });
  const features = withDefaults(StoredFeatures.parse(row?.features ?? {}));
  if (!row) return { ...DEFAULT_SETTINGS, features, version: 1 };
  const { locale, timeZone, theme, showPresence, version } = row;
  return { locale, timeZone, theme: theme as Settings["theme"], showPresence, features, version };
}

const StoredFeatures = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Of every feature that is installed, what was chosen and for the rest its defaults. */
const withDefaults = (stored: z.infer<typeof StoredFeatures>): Settings["features"] =>
  Object.fromEntries(
    featureSettingsPoint.all().map(({ feature, schema }) => [feature, schema.parse(stored[feature] ?? {})]),
  );

/** Makes every process read a member's settings again. */
export const forgetSettings = (_committed: Committed, userId: string): void => settings.invalidate(userId);
