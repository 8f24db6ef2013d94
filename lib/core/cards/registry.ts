import type { Ctx, Member } from "@/lib/core/context";
import { extensionPoint } from "@/lib/kit/extension-point";
import type { Page } from "@/lib/shared/page";
import type { Card } from "./schemas";

/** What a feature tells of a thing, as plain text. What is too long for a card is cut off. */
export type CardFace = Pick<Card, "title" | "url"> & Partial<Pick<Card, "text" | "image" | "facts">>;

/** A kind of thing that can be shown elsewhere. */
export type CardOffer = {
  /** The thing as the caller sees it; undefined where there is none that they may see. */
  present: (ctx: Ctx<Member>, id: string) => Promise<CardFace | undefined>;
};

/** What is put into a place. `note` may be empty; repeated with the same `clientId` it is put there once. */
export type Sharing = { card: Card; note: string; clientId: string };

/** A kind of place that takes cards of every kind. */
export type CardAcceptor = {
  /** Places that the caller may put something into and whose name holds `q`, page by page. */
  places: (
    ctx: Ctx<Member>,
    asked: { q: string; limit: number; cursor?: string },
  ) => Promise<Page<{ id: string; label: string }>>;
  /**
   * Puts a card there, if the caller may, and answers the path that leads to it.
   * @throws not_found and what else the place refuses
   */
  put: (ctx: Ctx<Member>, placeId: string, sharing: Sharing) => Promise<string>;
};

/** Where features add the kinds of things they offer, by name. */
export const cardOfferPoint = extensionPoint<Record<string, CardOffer>>("card-offers");

/** Where they add the kinds of places that take cards, by name. */
export const cardAcceptorPoint = extensionPoint<Record<string, CardAcceptor>>("card-acceptors");

export const cardOffers = cardOfferPoint.derive((all) => new Map(all.flatMap((some) => Object.entries(some))));

export const cardAcceptors = cardAcceptorPoint.derive((all) => new Map(all.flatMap((some) => Object.entries(some))));
