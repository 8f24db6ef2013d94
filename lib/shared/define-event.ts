import type { z } from "zod";

/** A kind of channel. `key` names the id in an target that tells its channels apart; without one it is a single channel. */
export type ChannelKind<Kind extends string = string, Key extends string | undefined = string | undefined> = {
  readonly kind: Kind;
  readonly key: Key;
};

/** Declares a kind of channel, with a channel for each `key`. Its `kind` must be no other's. */
export const defineChannel = <const Kind extends string, const Key extends string>(
  kind: Kind,
  key: Key,
): ChannelKind<Kind, Key> => ({ kind, key });

/** All connections of one member, those of one session, those of admins, and all there are. */
export const member = defineChannel("member", "userId");
export const session = defineChannel("session", "sessionId");
export const admins: ChannelKind<"admins", undefined> = { kind: "admins", key: undefined };
export const everyone: ChannelKind<"everyone", undefined> = { kind: "everyone", key: undefined };

/** Where in a kind of channel something goes: `{ [key]: id }`, or the kind's own name where it is a single channel. */
export type TargetIn<C extends ChannelKind> =
  C extends ChannelKind<infer Kind, infer Key> ? (Key extends string ? { readonly [K in Key]: string } : Kind) : never;

const DECLARED: unique symbol = Symbol("declared");

/** An event that the server sends by itself. Only `defineEvent` makes one, and only what it makes can be published. */
export type EventDefinition<
  Name extends string = string,
  Data extends z.ZodType = z.ZodType,
  Audience extends ChannelKind = ChannelKind,
  Transient extends boolean = boolean,
> = {
  readonly name: Name;
  readonly data: Data;
  readonly audience: readonly Audience[];
  readonly transient: Transient;
  readonly webhook: string | undefined;
  readonly [DECLARED]: true;
};

type Options<Audience extends ChannelKind, Transient extends boolean> = {
  /** Who hears it: the kinds of channels it is published on. */
  audience: readonly Audience[];
  /** True where it tells of nothing that is stored: it is told at any time, everything else once it is committed. */
  transient?: Transient;
  /** What it tells a program that subscribes to it by webhook. Without it none can. */
  webhook?: string;
};

/** Declares an event, in the `events.ts` of whoever publishes it. The types of the wire are derived from it. */
export const defineEvent = <
  const Name extends string,
  Data extends z.ZodType,
  Audience extends ChannelKind,
  const Transient extends boolean = false,
>(
  name: Name,
  data: Data,
  { audience, transient = false as Transient, webhook }: Options<Audience, Transient>,
): EventDefinition<Name, Data, Audience, Transient> => ({ name, data, audience, transient, webhook, [DECLARED]: true });

/** What is sent with an event. */
export type DataOf<E extends EventDefinition> = z.output<E["data"]>;

/** To whom an event can be published. */
export type TargetOf<E extends EventDefinition> = TargetIn<E["audience"][number]>;

/** The events of a module by name, with what is sent with each: `EventsOf<typeof import("./events")>`. */
export type EventsOf<Module> = {
  [K in keyof Module as Module[K] extends EventDefinition
    ? Module[K]["name"]
    : never]: Module[K] extends EventDefinition ? DataOf<Module[K]> : never;
};

/** The channel of one of these kinds that an target names. */
export function channelOf<C extends ChannelKind>(kinds: readonly C[], target: TargetIn<C>): string {
  const named: string | Readonly<Record<string, string>> = target;
  if (typeof named === "string") return named;
  for (const { kind, key } of kinds) {
    const id = key === undefined ? undefined : named[key];
    if (id !== undefined) return `${kind}:${id}`;
  }
  throw new Error(`No channel of ${kinds.map(({ kind }) => kind).join(", ")} has such an target.`);
}
