import type { Verb } from "@/lib/core/verb/verb";

/** An event a client may send: the verb it calls, and the channel the connection enters or leaves by the answer. */
export type LiveEvent = {
  verb: Verb;
  /** The channel to hear from now on. The verb is asked again after entering, so that a removal in between holds. */
  join?: (answer: never) => string;
  leave?: (answer: never) => string;
};

/** What one part of `sync` answers with: its verb, and the verb's input made of the value the client gives. */
export type SyncPart = { verb: Verb; input: (value: unknown) => unknown };
