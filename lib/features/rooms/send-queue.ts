import { hotQuery, isUniqueViolation } from "@/lib/kit/db";
import { remember } from "@/lib/kit/remember";
import { AppError } from "@/lib/shared/errors";
import { type Draft, type Placed, placeMessages } from "./send-store";

/** Messages stored by one statement. */
const BATCH_MAX = 100;
/** Messages of one room that may wait in this process; beyond that senders are asked to come back. */
const WAITING_MAX = 2_000;

type Waiting = { draft: Draft; resolve: (placed: Placed | undefined) => void; reject: (error: unknown) => void };

/** Who waits for a place, by room. A room has a line here exactly while one of its statements is under way. */
const lines = () => remember("room-lines", () => new Map<string, Waiting[]>());

/**
 * Stores a message and answers its place; undefined when the statement left it out (see `placeMessages`). A room's
 * numbers are given one after the other, so what arrives while a statement is under way shares the next one: a busy
 * room pays for one commit where it would pay for many.
 * @throws unavailable when too many wait already
 */
export function placeMessage(draft: Draft): Promise<Placed | undefined> {
  return new Promise((resolve, reject) => {
    const waiting = { draft, resolve, reject };
    const line = lines().get(draft.roomId);
    if (!line) void drain(draft.roomId, [waiting]);
    else if (line.length < WAITING_MAX) line.push(waiting);
    else reject(new AppError("unavailable", "This room is too busy right now.", { retryAfter: 1 }));
  });
}

async function drain(roomId: string, line: Waiting[]): Promise<void> {
  lines().set(roomId, line);
  while (line.length > 0) await settle(roomId, takeBatch(line));
  lines().delete(roomId);
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

async function settle(roomId: string, batch: Waiting[]): Promise<void> {
  try {
    const drafts = batch.map(({ draft }) => draft);
    const placed = new Map((await placeMessages(hotQuery, roomId, drafts)).map((row) => [row.id, row]));
    for (const { draft, resolve } of batch) resolve(placed.get(draft.id));
  } catch (error) {
    // Another process stored one of them a moment earlier: the others must not suffer from it.
    if (isUniqueViolation(error) && batch.length > 1) for (const one of batch) await settle(roomId, [one]);
    else if (isUniqueViolation(error)) for (const { resolve } of batch) resolve(undefined);
    else for (const { reject } of batch) reject(error);
  }
}
