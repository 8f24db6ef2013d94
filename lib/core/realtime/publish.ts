import { publish, publishHere } from "@/lib/kit/bus";

/** Bus topics of the live house. */
export const LIVE = "live";
export const LIVE_HERE = "live:here";
export const ENTER = "live:enter";
export const LEAVE = "live:leave";

export type LiveMessage = { channel: string; event: string; data: unknown };
export type ChannelMessage = { userId: string; channel: string };

/**
 * Sends `event` to every connection in `channel`, on every process. Call it after the commit. Delivery is a hint: the
 * numbers in the database are the truth, and `sync` fills what a connection missed.
 */
export function publishLive(channel: string, event: string, data: unknown): void {
  publish(LIVE, { channel, event, data } satisfies LiveMessage);
}

/** As `publishLive`, to the connections of this process alone: for what every process announces by itself. */
export function publishLiveHere(channel: string, event: string, data: unknown): void {
  publishHere(LIVE_HERE, { channel, event, data } satisfies LiveMessage);
}

/** Puts every connection of a member into `channel`, on every process, as when they became an admin. */
export function addToChannel(userId: string, channel: string): void {
  publish(ENTER, { userId, channel } satisfies ChannelMessage);
}

/** Takes every connection of a member out of `channel`, on every process, as when they may no longer hear it. */
export function removeFromChannel(userId: string, channel: string): void {
  publish(LEAVE, { userId, channel } satisfies ChannelMessage);
}
