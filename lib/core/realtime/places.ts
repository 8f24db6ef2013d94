import { remember } from "@/lib/kit/remember";

/** A handshake under way. It counts as a connection, and hears what would end one. */
export type Place = {
  readonly userId: string;
  readonly sessionId: string;
  /** The session ended, or what its member may hear changed: whoever comes again is read again. */
  isLost: boolean;
};

const places = () => remember("live-places", () => new Map<string, Set<Place>>());

/** Handshakes of a member that are under way in this process. */
export const placesHeld = (userId: string): number => places().get(userId)?.size ?? 0;

export function keepPlace(userId: string, sessionId: string): Place {
  const place: Place = { userId, sessionId, isLost: false };
  const held = places().get(userId);
  if (held) held.add(place);
  else places().set(userId, new Set([place]));
  return place;
}

/** Whether the place still held. Take it in the same turn in which the connection is entered, or refused. */
export function takePlace(place: Place): boolean {
  const held = places().get(place.userId);
  held?.delete(place);
  if (held?.size === 0) places().delete(place.userId);
  return !place.isLost;
}

export const loseBySession = (ids: readonly string[]): void => {
  for (const held of places().values()) {
    for (const place of held) if (ids.includes(place.sessionId)) place.isLost = true;
  }
};

export const loseByMember = (userId: string): void => {
  for (const place of places().get(userId) ?? []) place.isLost = true;
};
