import { publish, publishHere } from "@/lib/kit/bus";
import { env } from "@/lib/kit/env";
import { type Committed, committedTopic } from "@/lib/kit/transact";
import { channelOf, type DataOf, type EventDefinition, type TargetOf } from "@/lib/shared/define-event";

/** Bus topics of the live house. */
export const LIVE = "live";
export const LIVE_HERE = "live:here";

export type LiveMessage = { channel: string; event: string; data: unknown };
export type ChannelMessage = { userId: string; channel: string };

export const entered = committedTopic<ChannelMessage>("live:enter");
export const left = committedTopic<ChannelMessage>("live:leave");

/** On every process, or on this one alone: for what every process tells by itself. */
type Reach = "everywhere" | "here";

/**
 * Sends an event to every connection it is for. Delivery is a hint: the numbers in the database are the truth, and `sync`
 * fills what a connection missed.
 */
export const publishEvent = <E extends EventDefinition>(
  _committed: Committed,
  event: E,
  target: TargetOf<E>,
  data: DataOf<E>,
  reach?: Reach,
): void => send(event, target, data, reach);

/** As `publishEvent`, for an event that tells of nothing stored. */
export const publishTransient = <E extends EventDefinition & { transient: true }>(
  event: E,
  target: TargetOf<E>,
  data: DataOf<E>,
  reach?: Reach,
): void => send(event, target, data, reach);

function send<E extends EventDefinition>(event: E, target: TargetOf<E>, data: DataOf<E>, reach?: Reach): void {
  if (env().NODE_ENV === "test") checkData(event, data);
  const message: LiveMessage = { channel: channelOf(event.audience, target), event: event.name, data };
  if (reach === "here") publishHere(LIVE_HERE, message);
  else publish(LIVE, message);
}

/**
 * In tests data that its schema does not describe is a failure, as with answers. Nobody waits for what is told, and what
 * fails then is logged: a rejection that nobody handles fails the test run all the same.
 */
function checkData({ name, data: schema }: EventDefinition, data: unknown): void {
  const { error } = schema.safeParse(data);
  if (error) void Promise.reject(new Error(`The data of ${name} does not fit its schema: ${error.message}`));
}

/** Puts every connection of a member into `channel`, on every process, as when they became an admin. */
export const addToChannel = (committed: Committed, userId: string, channel: string): void =>
  entered.publish(committed, { userId, channel });

/** Takes every connection of a member out of `channel`, on every process, as when they may no longer hear it. */
export const removeFromChannel = (committed: Committed, userId: string, channel: string): void =>
  left.publish(committed, { userId, channel });
