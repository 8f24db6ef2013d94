import { tellSettings } from "@/lib/core/accounts/personal-data/memory";
import { ownId } from "@/lib/core/context";
import { track } from "@/lib/core/engine/activity/track";
import { audit } from "@/lib/core/engine/audit/audit";
import { rescheduleDeliveries } from "@/lib/core/notifications/delivery/reschedule";
import { showPresence } from "@/lib/core/realtime/hub";
import { defineVerb } from "@/lib/core/verb/verb";
import { transact } from "@/lib/kit/transact";
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
    const create = { ...DEFAULT_SETTINGS, ...changes };
    const names = Object.keys(changes);
    await transact(async (tx, afterCommit) => {
      const known: Record<string, string | boolean | null> = await lockSettings(tx, id);
      afterCommit((committed) => forgetSettings(committed, id));
      if (changes.showPresence !== undefined) afterCommit((committed) => showPresence(committed, id));
      afterCommit((committed) => tellSettings(committed, id, changes));
      await tx.settings.upsert({ where: { userId: id }, create: { userId: id, ...create }, update: changes });
      // Quiet hours and mornings are those of the zone.
      if (changes.timeZone !== undefined) await rescheduleDeliveries(tx.query, id);
      const before = Object.fromEntries(names.map((name) => [name, known[name]]));
      const target = { kind: "member", id };
      await audit(tx, ctx, { action: "settings.changed", target, before, after: changes });
    });
    track(ctx, { action: "settings_changed", details: { names: names.join(", ") } });
    ctx.log.info({ event: "settings_changed", userId: id, names }, "settings changed");
    return readSettings(id);
  },
});
