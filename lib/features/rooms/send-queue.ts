import { hotQuery, isUniqueViolation } from "@/lib/kit/db";
import { remember } from "@/lib/kit/remember";
import { AppError } from "@/lib/shared/errors";
import { type Draft, type Placed, placeMessages } from "./send-store";

/** Messages stored by one statement. */
const BATCH_MAX = 100;
/** Messages of one room that may wait in this process; beyond that senders are asked to come back. */
const WAITING_MAX = 2_000;

type Waiting = { draft: Draft; resolve: (placed: Placed | undefined) => void; reject: (error: unknown) => void };

type Lines = {
  /** Who waits for a place, by room. A room has a line here while one waits or its statement is under way. */
  byRoom: Map<string, Waiting[]>;
  /** Rooms with somebody in line and no statement under way. */
  ready: Set<string>;
};

const lines = () => remember("room-lines", (): Lines => ({ byRoom: new Map(), ready: new Set() }));

/**
 * Stores a message and answers its place; undefined when the statement left it out (see `placeMessages`). A room's
 * numbers are given one after the other, so what arrives while a statement is under way shares the next one, and rooms
 * that are ready at the same moment share theirs: busy rooms pay for one commit where they would pay for many.
 * @throws unavailable when too many wait already
 */
export function placeMessage(draft: Draft): Promise<Placed | undefined> {
  return new Promise((resolve, reject) => {
    const { byRoom } = lines();
    const line = byRoom.get(draft.roomId);
    if (line && line.length >= WAITING_MAX) {
      return reject(new AppError("unavailable", "This room is too busy right now.", { retryAfter: 1 }));
    }
    const waiting = { draft, resolve, reject };
    if (line) return void line.push(waiting);
    byRoom.set(draft.roomId, [waiting]);
    makeReady(draft.roomId);
  });
}

/** The first room that is ready lets the others of this turn of the event loop join it. */
function makeReady(roomId: string): void {
  const { ready } = lines();
  ready.add(roomId);
  if (ready.size === 1) setImmediate(storeReady);
}

function storeReady(): void {
  const { byRoom, ready } = lines();
  const rooms = [...ready];
  ready.clear();
  const batches = rooms.map((roomId) => ({ rooms: [roomId], batch: takeBatch(byRoom.get(roomId) ?? []) }));
  for (const group of together(batches)) void store(group);
}

/** Messages that one statement stores, and their rooms. */
type Group = { rooms: string[]; batch: Waiting[] };

/** Groups put together as far as a statement takes them. */
function together(groups: Group[]): Group[] {
  const made: Group[] = [];
  for (const group of groups) {
    const last = made.at(-1);
    if (!last || last.batch.length + group.batch.length > BATCH_MAX) made.push(group);
    else {
      last.rooms.push(...group.rooms);
      last.batch.push(...group.batch);
    }
  }
  return made;
}

async function store({ rooms, batch }: Group): Promise<void> {
  await settle(batch);
  const { byRoom } = lines();
  for (const roomId of rooms) {
    if (byRoom.get(roomId)?.length) makeReady(roomId);
    else byRoom.delete(roomId);
  }
}

/** The next messages in line, no two of them the same: a repeated send waits until the first is stored. */
function takeBatch(line: Waiting[]): Waiting[] {
  const seen = new Set<string>();
  const batch: Waiting[] = [];
  const rest: Waiting[] = [];
  for (const waiting of line.splice(0)) {
    const key = `${waiting.draft.authorId} ${waiting.draft.clientId}`;
    if (batch.length < BATCH_MAX && !seen.has(key)) batch.push(waiting);
    else rest.push(waiting);
    seen.add(key);
  }
  line.push(...rest);
  return batch;
}

async function settle(batch: Waiting[]): Promise<void> {
  try {
    const drafts = batch.map(({ draft }) => draft);
    const placed = new Map((await placeMessages(hotQuery, drafts)).map((row) => [row.id, row]));
    for (const { draft, resolve } of batch) resolve(placed.get(draft.id));
  } catch (error) {
    // Another process stored one of them a moment earlier: the others must not suffer from it.
    if (isUniqueViolation(error) && batch.length > 1) for (const one of batch) await settle([one]);
    else if (isUniqueViolation(error)) for (const { resolve } of batch) resolve(undefined);
    else for (const { reject } of batch) reject(error);
  }
}
