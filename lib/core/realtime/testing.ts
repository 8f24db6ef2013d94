import type { SessionMember } from "@/lib/core/context";
import { newId } from "@/lib/shared/ids";
import { type Connection, newAllowance } from "./connection";

export type TestConnection = Connection & {
  /** What it was sent, and how it ended. */
  readonly sent: [event: string, data: unknown][];
  readonly over: string[];
  readonly hears: Set<string>;
};

/** A connection of `member` that only remembers what happens to it. */
export function testConnection({ id, via }: SessionMember, ip = "192.0.2.1"): TestConnection {
  const hears = new Set<string>();
  const sent: TestConnection["sent"] = [];
  const over: string[] = [];
  return {
    id: newId(),
    userId: id,
    sessionId: via.sessionId,
    origin: { ip, userAgent: "" },
    allowance: newAllowance(),
    hears,
    sent,
    over,
    send: ({ name }, data) => void sent.push([name, data]),
    channels: () => hears,
    join: (channel) => void hears.add(channel),
    leave: (channel) => void hears.delete(channel),
    end: (reason) => void over.push(reason),
    drop: () => void over.push("dropped"),
  };
}
