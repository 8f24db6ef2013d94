import { tellSettings } from "@/lib/core/accounts/personal-data/memory";
import { ownId } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { rescheduleDeliveries } from "@/lib/core/notifications/delivery/reschedule";
import { showPresence } from "@/lib/core/realtime/hub";
import { defineVerb } from "@/lib/core/verb/verb";
import { db, queryIn } from "@/lib/kit/db";
import { forgetSettings, lockSettings, readSettings } from "./read-settings";
import { ChangeSettingsInput, DEFAULT_SETTINGS, Settings } from "./schemas";

/** Changes the settings that are named and answers all of them. Errors: not_found, invalid_input, rate_limited. */
export const changeSettings = defineVerb({
  name: "settings.change",
  access: "member",
  policies: ["settings"],
  input: ChangeSettingsInput,
  output: Settings,
  async run(ctx, { userId, ...changes }) {
    const id = ownId(ctx, userId);
    const names = Object.keys(changes);
    await db().$transaction(async (tx) => {
      const known: Record<string, string | number | boolean | null> & Settings = await lockSettings(tx, id);
      const isNews = Object.entries(changes).some(([name, value]) => known[name] !== value);
      const update = { ...changes, version: known.version + (isNews ? 1 : 0) };
      const create = { ...DEFAULT_SETTINGS, ...update, userId: id };
      await tx.settings.upsert({ where: { userId: id }, create, update });
      // Quiet hours and mornings are those of the zone.
      if (changes.timeZone !== undefined) await rescheduleDeliveries(queryIn(tx), id);
      const before = Object.fromEntries(names.map((name) => [name, known[name]]));
      const target = { kind: "member", id };
      await audit(tx, ctx, { action: "settings.changed", target, before, after: changes });
    });
    track(ctx, { action: "settings_changed", details: { names: names.join(", ") } });
    forgetSettings(id);
    const settings = await readSettings(id);
    if (changes.showPresence !== undefined) showPresence(id);
    await tellSettings(id, changes);
    ctx.log.info({ event: "settings_changed", userId: id, names }, "settings changed");
    return settings;
  },
});
