import { defineVerb } from "@/lib/core/verb/verb";
import { fail, invalid } from "@/lib/shared/errors";
import { newId } from "@/lib/shared/ids";
import { makeCard } from "./make-card";
import { cardAcceptors, cardOffers } from "./registry";
import { ShareCardInput, SharedCard } from "./schemas";

/**
 * Puts a card of something that the caller may see into a place that the caller may write to: the feature that offers the
 * thing decides the one, the feature of the place the other. Errors: not_found, invalid_input, and what the place refuses.
 */
export const shareCard = defineVerb({
  name: "cards.share",
  access: "member",
  input: ShareCardInput,
  output: SharedCard,
  async run(ctx, { kind, id, to, note, clientId = newId() }) {
    const offer = cardOffers().get(kind) ?? invalid("kind", "is no kind of thing that can be shared");
    const acceptor = cardAcceptors().get(to.kind) ?? invalid("to.kind", "is no kind of place to share to");
    const face = (await offer.present(ctx, id)) ?? fail("not_found", "There is nothing like that to share.");
    const card = makeCard(kind, id, face);
    return { card, url: await acceptor.put(ctx, to.id, { card, note, clientId }) };
  },
});
