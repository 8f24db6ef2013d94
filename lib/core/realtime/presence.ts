import { publish, subscribe } from "@/lib/kit/bus";
import { remember } from "@/lib/kit/remember";
import { newId } from "@/lib/shared/ids";
import { PRESENCE_NAMED_MAX } from "@/lib/shared/presence";
import { type PresenceChange, presence as presenceEvent } from "./events";
import { publishTransient } from "./publish";

/** How often a process repeats who is on it, and after how long without a word it counts as gone, in milliseconds. */
const REPEAT_MS = 10_000;
const GONE_MS = 25_000;
const TOPIC = "presence";

/**
 * What one process says: connections by member, whole, or only those that changed (0 is gone), each with whether the member
 * wants to be seen, which counts as yes where it is not said.
 */
type Report = { process: string; whole: boolean; members: [userId: string, connections: number, shown?: boolean][] };
type Here = { connections: number; shown: boolean };
type Presence = {
  self: string;
  processes: Map<string, { members: Map<string, Here>; heardAt: number }>;
  changed: Set<string>;
  announced: Set<string>;
  timer: NodeJS.Timeout | undefined;
};

const presence = (): Presence =>
  remember("presence", () => {
    const self = newId();
    const own = { members: new Map<string, Here>(), heardAt: Number.POSITIVE_INFINITY };
    return { self, processes: new Map([[self, own]]), changed: new Set(), announced: new Set(), timer: undefined };
  });

/** Connections (tabs and devices) of a member over all processes, seen or not: for themselves and admins alone. */
export function tabsOf(userId: string): number {
  let tabs = 0;
  for (const { members } of presence().processes.values()) tabs += members.get(userId)?.connections ?? 0;
  return tabs;
}

/** Whether a member is online now and wants to be seen. */
export function isSeen(userId: string): boolean {
  for (const { members } of presence().processes.values()) if (members.get(userId)?.shown) return true;
  return false;
}

/** Ids of the members who are online now and want to be seen. */
export const onlineIds = (): Set<string> => idsWhere(({ shown }) => shown);

/** Ids of all members who are connected, also those who hide it: to be counted, never to be shown. */
export const connectedIds = (): Set<string> => idsWhere(() => true);

function idsWhere(counts: (here: Here) => boolean): Set<string> {
  const ids = new Set<string>();
  for (const { members } of presence().processes.values()) {
    for (const [id, here] of members) if (counts(here)) ids.add(id);
  }
  return ids;
}

/** Notes how many connections a member now has on this process, and whether they want to be seen. */
export function noteConnections(userId: string, connections: number, shown = true): void {
  const { self } = presence();
  publish(TOPIC, { process: self, whole: false, members: [[userId, connections, shown]] } satisfies Report);
}

/** Lets this process hear the others and repeat itself. The answered function says goodbye and stops. */
export function keepPresence(): () => void {
  const { self } = presence();
  const repeat = () => {
    dropSilent();
    const own = [...(presence().processes.get(self)?.members ?? [])];
    const members = own.map(([id, { connections, shown }]): Report["members"][number] => [id, connections, shown]);
    publish(TOPIC, { process: self, whole: true, members } satisfies Report);
  };
  const stop = subscribe(TOPIC, (report) => hear(report as Report));
  const timer = setInterval(repeat, REPEAT_MS);
  repeat();
  return () => {
    clearInterval(timer);
    clearTimeout(presence().timer);
    publish(TOPIC, { process: self, whole: true, members: [] } satisfies Report);
    stop();
  };
}

function hear({ process, whole, members }: Report): void {
  const { processes, self } = presence();
  const known = processes.get(process) ?? { members: new Map<string, Here>(), heardAt: 0 };
  const before = whole ? [...known.members.keys()] : [];
  // A process is the authority on itself: its own repetition must not undo what changed since it was sent.
  if (process === self && whole) return;
  if (whole) known.members = new Map();
  for (const [userId, connections, shown = true] of members) {
    if (connections > 0) known.members.set(userId, { connections, shown });
    else known.members.delete(userId);
  }
  if (process !== self) known.heardAt = Date.now();
  processes.set(process, known);
  for (const id of [...before, ...members.map(([userId]) => userId)]) changed(id);
}

function dropSilent(): void {
  const { processes } = presence();
  for (const [process, { members, heardAt }] of processes) {
    if (Date.now() - heardAt < GONE_MS || heardAt === Number.POSITIVE_INFINITY) continue;
    processes.delete(process);
    for (const id of members.keys()) changed(id);
  }
}

/** Gathers changes and tells them together: at most once a second, less often the more people hear it. */
function changed(userId: string): void {
  const state = presence();
  state.changed.add(userId);
  if (state.timer) return;
  state.timer = setTimeout(announce, 1_000 + onlineIds().size * 2);
  state.timer.unref();
}

/** Every process hears of everyone and tells its own connections. */
function announce(): void {
  const state = presence();
  state.timer = undefined;
  const online: string[] = [];
  const offline: string[] = [];
  for (const id of state.changed) {
    const here = isSeen(id);
    if (here === state.announced.has(id)) continue;
    if (here) state.announced.add(id);
    else state.announced.delete(id);
    (here ? online : offline).push(id);
  }
  state.changed.clear();
  if (online.length + offline.length === 0) return;
  const change: PresenceChange = {
    online: online.slice(0, PRESENCE_NAMED_MAX),
    offline: offline.slice(0, PRESENCE_NAMED_MAX),
    count: onlineIds().size,
  };
  publishTransient(presenceEvent, "everyone", change, "here");
}
