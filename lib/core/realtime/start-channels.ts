import type { SessionMember } from "@/lib/core/context";
import { admins, channelOf, everyone, member, session } from "@/lib/shared/define-event";

const START = [everyone, member, session, admins];

/** Channels every connection of a member hears from its first moment. */
export const startChannels = ({ id, via, role }: SessionMember): string[] => [
  channelOf(START, "everyone"),
  channelOf(START, { userId: id }),
  channelOf(START, { sessionId: via.sessionId }),
  ...(role === "admin" ? [ADMINS] : []),
];

/** The channel of all admins. */
export const ADMINS = channelOf(START, "admins");

/** Whether connections are in a channel without having joined it. */
export const isStartChannel = (channel: string): boolean =>
  START.some(({ kind, key }) => (key === undefined ? channel === kind : channel.startsWith(`${kind}:`)));
