import { z } from "zod";
import type { Ctx } from "@/lib/core/context";
import { defineVerb } from "@/lib/core/verb/verb";
import type { LiveEvent, SyncPart } from "./live-event";

/**
 * The `sync` event over the parts that core and features offer: `{ rooms: { id: lastSeq }, notifications: lastSeq }` is
 * answered by what came after, part by part, each in pages (`more` says to ask again).
 */
export function makeSync(parts: Record<string, SyncPart>): LiveEvent {
  const fields = Object.keys(parts).map((name) => [name, z.unknown().optional()] as const);
  const verb = defineVerb({
    name: "realtime.sync",
    access: "member",
    reads: true,
    input: z.strictObject(Object.fromEntries(fields)),
    output: z.record(z.string(), z.unknown()),
    run: async (ctx, asked) => {
      const answers: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(asked)) {
        const part = parts[name];
        if (part && value !== undefined) answers[name] = await answerPart(ctx, part, value);
      }
      return answers;
    },
  });
  return { verb };
}

const answerPart = (ctx: Ctx, part: SyncPart, value: unknown): Promise<unknown> => part.verb(ctx, part.input(value));

/** The `ping` event: answers at once with the client's own timestamp. */
export const ping: LiveEvent = {
  verb: defineVerb({
    name: "realtime.ping",
    access: "member",
    reads: true,
    input: z.strictObject({ timestamp: z.number().optional() }),
    output: z.strictObject({ type: z.literal("pong"), timestamp: z.number().optional() }),
    run: async (_ctx, { timestamp }) => ({ type: "pong" as const, timestamp }),
  }),
};
