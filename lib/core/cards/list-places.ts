import { z } from "zod";
import { defineVerb } from "@/lib/core/verb/verb";
import { encodeCursor, readCursor } from "@/lib/shared/page";
import { cardAcceptors } from "./registry";
import { ListPlacesInput, PlacePage } from "./schemas";

/** A kind of place, and how far its own list was read. */
const Position = z.tuple([z.string(), z.string()]);

/** Where the caller can share something to, one kind of place after the other. Errors: invalid_input. */
export const listPlaces = defineVerb({
  name: "cards.listPlaces",
  access: "member",
  reads: true,
  input: ListPlacesInput,
  output: PlacePage,
  async run(ctx, { q, limit, cursor }) {
    const [from, inner] = readCursor(cursor, Position) ?? ["", ""];
    const kinds = [...cardAcceptors()];
    const left = kinds.slice(
      Math.max(
        0,
        kinds.findIndex(([kind]) => kind === from),
      ),
    );
    const items: z.output<typeof PlacePage>["items"] = [];
    for (const [kind, { places }] of left) {
      if (items.length === limit) return { items, nextCursor: encodeCursor([kind, ""]) };
      const after = kind === from && inner !== "" ? { cursor: inner } : {};
      const page = await places(ctx, { q, limit: limit - items.length, ...after });
      items.push(...page.items.map(({ id, label }) => ({ kind, id, label })));
      if (page.nextCursor !== null) return { items, nextCursor: encodeCursor([kind, page.nextCursor]) };
    }
    return { items, nextCursor: null };
  },
});
