import { defineVerb } from "@/lib/core/verb/verb";
import { watchOf } from "./permissions";
import { viewWatch } from "./view-watch";
import { Watch, WatchInput } from "./watch-schemas";

/** A watch of the caller. Errors: not_found. */
export const getWatch = defineVerb({
  name: "watches.get",
  access: "member",
  reads: true,
  input: WatchInput,
  output: Watch,
  run: async (ctx, { watchId }) => viewWatch(await watchOf(ctx, watchId)),
});
