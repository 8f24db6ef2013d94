import { cache } from "@/lib/kit/cache";
import { db } from "@/lib/kit/db";
import { DEFAULT_SETTINGS, type Settings } from "./schemas";

const settings = cache<Settings>({ name: "settings", ttlMs: 5 * 60_000, max: 20_000 });

/** What a member chose, defaults filled in; from the cache. */
export const readSettings = async (userId: string): Promise<Settings> =>
  settings.peek(userId) ?? settings.get(userId, () => loadSettings(userId));

async function loadSettings(userId: string): Promise<Settings> {
  const row = await db().settings.findUnique({ where: { userId } });
  if (!row) return DEFAULT_SETTINGS;
  const { locale, timeZone, theme, showPresence, showReadState } = row;
  return { locale, timeZone, theme: theme as Settings["theme"], showPresence, showReadState };
}

/** Makes every process read a member's settings again. */
export const forgetSettings = (userId: string): void => settings.invalidate(userId);
