import { ownId } from "@/lib/core/context";
import { defineVerb } from "@/lib/core/verb/verb";
import { readSettings } from "./read-settings";
import { GetSettingsInput, Settings } from "./schemas";

/** One's own settings. Errors: not_found. */
export const getSettings = defineVerb({
  name: "settings.get",
  access: "member",
  reads: true,
  input: GetSettingsInput,
  output: Settings,
  run: async (ctx, { userId }) => readSettings(ownId(ctx, userId)),
});
