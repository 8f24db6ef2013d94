import { dayKey } from "@/lib/client/time";
import type { Message } from "./wire";

/** One line of a room's log. `lead` opens a run of messages by one author and shows who it is. */
export type LogRow =
  | { kind: "day"; key: string; at: string }
  | { kind: "unread"; key: string }
  | { kind: "message"; key: string; message: Message; lead: boolean };

/** Messages of one author belong together when no more than this lies between them, in milliseconds. */
const RUN_MS = 5 * 60_000;

type Options = {
  timeZone: string;
  me: string /** Messages of others after this seq stand below a marker. */;
  readSeq: number | null;
};

/** The log of a room: messages (oldest first) with the days between them and the marker of what is new. */
export function logRows(messages: readonly Message[], { timeZone, me, readSeq }: Options): LogRow[] {
  const rows: LogRow[] = [];
  let previous: Message | undefined;
  let marked = readSeq === null;
  for (const message of messages) {
    const newDay = !previous || dayKey(previous.createdAt, timeZone) !== dayKey(message.createdAt, timeZone);
    if (newDay) rows.push({ kind: "day", key: `day ${message.id}`, at: message.createdAt });
    const isFirstUnread = !marked && message.seq > (readSeq ?? 0) && message.author?.id !== me;
    if (isFirstUnread) rows.push({ kind: "unread", key: "unread" });
    marked ||= isFirstUnread;
    const lead = newDay || isFirstUnread || !continues(previous, message);
    rows.push({ kind: "message", key: message.id, message, lead });
    previous = message;
  }
  return rows;
}

function continues(previous: Message | undefined, message: Message): boolean {
  if (!previous || previous.author === null || previous.author.id !== message.author?.id) return false;
  if (message.replyTo !== null || previous.deletedAt !== null) return false;
  return Date.parse(message.createdAt) - Date.parse(previous.createdAt) <= RUN_MS;
}
