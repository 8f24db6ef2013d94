import { processId, publish, subscribe } from "@/lib/kit/bus";
import { noteAlive, tellPeers } from "@/lib/kit/peers";
import { remember } from "@/lib/kit/remember";
import { PRESENCE_NAMED_MAX } from "@/lib/shared/bounds";
import { type PresenceChange, presence as presenceEvent } from "./events";
import { publishTransient } from "./publish";

const TOPIC = "presence";
/** With how many of its beats a process repeats who is on it: that may be long. */
const EVERY_BEATS = 2;

/** Connections of a member on one process (0 is gone) and whether they want to be seen, which counts as yes where it is not said. */
type Told = [userId: string, connections: number, shown?: boolean];
/** What changed on one process. */
type Report = { process: string; members: Told[] };
type Here = { connections: number; shown: boolean };
type Presence = {
  processes: Map<string, Map<string, Here>>;
  changed: Set<string>;
  published: Set<string>;
  timer: NodeJS.Timeout | undefined;
  /** Whether this process tells what changes: after its goodbye it says nothing more. */
  isKept: boolean;
};

const presence = (): Presence =>
  remember<Presence>("presence", () => ({
    ...{ processes: new Map(), changed: new Set(), published: new Set() },
    ...{ timer: undefined, isKept: false },
  }));

/** Connections (tabs and devices) of a member over all processes, seen or not: for themselves and admins alone. */
export function connectionsOf(userId: string): number {
  let connections = 0;
  for (const members of presence().processes.values()) connections += members.get(userId)?.connections ?? 0;
  return connections;
}

/** Whether a member is online now and wants to be seen. */
export function isSeen(userId: string): boolean {
  for (const members of presence().processes.values()) if (members.get(userId)?.shown) return true;
  return false;
}

/** Ids of the members who are online now and want to be seen. */
export const onlineIds = (): Set<string> => idsWhere(({ shown }) => shown);

/** Ids of all members who are connected, also those who hide it: to be counted, never to be shown. */
export const connectedIds = (): Set<string> => idsWhere(() => true);

function idsWhere(counts: (here: Here) => boolean): Set<string> {
  const ids = new Set<string>();
  for (const members of presence().processes.values()) {
    for (const [id, here] of members) if (counts(here)) ids.add(id);
  }
  return ids;
}

/** Notes how many connections a member now has on this process, and whether they want to be seen. */
export function noteConnections(userId: string, connections: number, shown = true): void {
  if (!presence().isKept) return;
  publish(TOPIC, { process: processId(), members: [[userId, connections, shown]] } satisfies Report);
}

/** Lets this process tell and hear what changes. The answered function stops it. */
export function startPresence(): () => void {
  const stop = subscribe(TOPIC, (report) => hear(report as Report));
  presence().isKept = true;
  return () => {
    presence().isKept = false;
    stop();
    clearTimeout(presence().timer);
  };
}

// Each process repeats its members whole: its own repetition must not undo what changed since, so it does not hear it.
tellPeers(TOPIC, {
  read: () => [...membersOf(processId())].map(([id, { connections, shown }]): Told => [id, connections, shown]),
  hear: (process, members) => {
    forget(process);
    take(process, members as Told[]);
  },
  forget,
  everyBeats: EVERY_BEATS,
});

function hear({ process, members }: Report): void {
  if (process !== processId()) noteAlive(process);
  take(process, members);
}

function take(process: string, members: Told[]): void {
  const known = membersOf(process);
  for (const [userId, connections, shown = true] of members) {
    if (connections > 0) known.set(userId, { connections, shown });
    else known.delete(userId);
    changed(userId);
  }
}

function membersOf(process: string): Map<string, Here> {
  const { processes } = presence();
  const members = processes.get(process) ?? new Map<string, Here>();
  processes.set(process, members);
  return members;
}

function forget(process: string): void {
  for (const id of membersOf(process).keys()) changed(id);
  presence().processes.delete(process);
}

/** Gathers changes and tells them together: at most once a second, less often the more people hear it. */
function changed(userId: string): void {
  const state = presence();
  state.changed.add(userId);
  if (state.timer) return;
  state.timer = setTimeout(publishChanges, 1_000 + onlineIds().size * 2);
  state.timer.unref();
}

/** Every process hears of everyone and tells its own connections. */
function publishChanges(): void {
  const state = presence();
  state.timer = undefined;
  const online: string[] = [];
  const offline: string[] = [];
  for (const id of state.changed) {
    const here = isSeen(id);
    if (here === state.published.has(id)) continue;
    if (here) state.published.add(id);
    else state.published.delete(id);
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
